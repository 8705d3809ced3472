import { defineConfig } from "@playwright/test";
import base from "./playwright.config";
const { globalSetup: _, ...rest } = base;
Object.assign(process.env, {HEDDLE_E2E_URL:"http://127.0.0.1:24300",HEDDLE_E2E_LINK:"x",HEDDLE_E2E_TOKEN:"0123456789abcdef0123456789abcdef0123",HEDDLE_E2E_XDS:"127.0.0.1:24301",HEDDLE_E2E_OTLP_GRPC:"127.0.0.1:24302",HEDDLE_E2E_OTLP_HTTP:"http://127.0.0.1:24303",HEDDLE_E2E_GATEWAY:"http://127.0.0.1:24306",HEDDLE_E2E_SAMPLE:"http://127.0.0.1:24307"});
export default defineConfig({ ...rest, reporter: [["list"]], expect:{timeout:45_000} });
