#pragma once

#include "api/customer.h"
#include "api/endpoints.h"

namespace sellsign::api {

// clang-format off
/// Customers.
inline constexpr Endpoint k_customer_calls[] = {
    {.call = Call::select_or_create_customer, .id = "customer.selectOrCreateCustomer",
     .model_class = "customer", .method = "selectOrCreateCustomer", .action_type = "update",
     .tolerated = "create insert", .parameters = shape_of<Customer>, .returns = ReturnForm::object,
     .answer = shape_of<Customer>, .effect = Effect::write, .repeat = Repeat::with_key,
     .source = "doc.customer.create"_src, .mandatory = "doc.customer.mandatory"_src,
     .confidence = Confidence::high, .about = "Creates a customer, or updates the one of that number"},
    {.call = Call::get_customer, .id = "customer.getCustomer", .model_class = "customer",
     .method = "getCustomer", .action_type = "read", .tolerated = "list", .verbs = k_get, .body = Body::none,
     .parameters = shape_of<CustomerKey>, .returns = ReturnForm::nullable, .answer = shape_of<Customer>,
     .effect = Effect::read, .repeat = Repeat::always, .source = "doc.customer.read"_src,
     .confidence = Confidence::high, .about = "Answers the customer of a number"},
};
// clang-format on

}  // namespace sellsign::api
