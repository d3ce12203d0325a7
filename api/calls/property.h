#pragma once

#include "api/customer.h"
#include "api/endpoints.h"
#include "api/property.h"

namespace sellsign::api {

// clang-format off
/// Free fields of a customer.
inline constexpr Endpoint k_property_calls[] = {
    {.call = Call::get_customer_property_list_for, .id = "customerproperty.getCustomerPropertyListFor",
     .model_class = "customerproperty", .method = "getCustomerPropertyListFor", .action_type = "list",
     .tolerated = "read", .verbs = k_get, .body = Body::none, .parameters = shape_of<CustomerKey>,
     .returns = ReturnForm::array, .answer = shape_of<Property>, .effect = Effect::read,
     .repeat = Repeat::always, .source = "doc.property.list"_src, .confidence = Confidence::medium,
     .about = "Answers the free fields of a customer"},
    {.call = Call::get_or_create_customer_property, .id = "customerproperty.getOrCreateCustomerProperty",
     .model_class = "customerproperty", .method = "getOrCreateCustomerProperty", .action_type = "update",
     .tolerated = "create insert", .parameters = shape_of<Property>, .returns = ReturnForm::object,
     .answer = shape_of<Property>, .effect = Effect::write, .repeat = Repeat::always,
     .source = "doc.property.write"_src, .mandatory = "doc.property.mandatory"_src,
     .confidence = Confidence::medium, .about = "Creates a free field of a customer or changes its value"},
};
// clang-format on

}  // namespace sellsign::api
