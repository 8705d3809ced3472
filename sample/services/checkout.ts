import type { Answer } from "../service/exchange";
import { failed } from "../service/exchange";
import type { Handler } from "../service/http-service";
import { HOSTS } from "./hosts";

function without(what: string): Answer {
  return { status: 502, body: { error: `${what} did not answer; nothing was ordered` } };
}

/** `POST /orders`: takes the cart, has it paid, has it shipped, empties it. */
export const checkout: Handler = async (exchange) => {
  const cart = await exchange.call(HOSTS.cart, "/cart");
  if (failed(cart)) return without("cart");
  const payment = await exchange.call(HOSTS.payments, "/charges", "POST");
  if (failed(payment)) return without("payments");
  const shipment = await exchange.call(HOSTS.shipping, "/shipments", "POST");
  if (failed(shipment)) return without("shipping");
  await exchange.call(HOSTS.cart, "/cart", "DELETE");
  return { status: 201, body: { cart: cart.body, payment: payment.body, shipment: shipment.body } };
};
