import { dispatch } from "@/lib/api/dispatch";

export const GET = dispatch;
export const POST = dispatch;
export const PUT = dispatch;
export const DELETE = dispatch;
