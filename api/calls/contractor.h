#pragma once

#include "api/contractor.h"
#include "api/endpoints.h"

namespace sellsign::api {

// clang-format off
/// Signatories of a customer.
inline constexpr Endpoint k_contractor_calls[] = {
    {.call = Call::get_or_create_contractor, .id = "contractor.getOrCreateContractor",
     .model_class = "contractor", .method = "getOrCreateContractor", .action_type = "create",
     .tolerated = "update insert", .parameters = shape_of<Contractor>, .returns = ReturnForm::object,
     .answer = shape_of<Contractor>, .effect = Effect::write, .repeat = Repeat::always,
     .source = "doc.contractor.create"_src, .mandatory = "doc.contractor.mandatory"_src,
     .confidence = Confidence::high,
     .about = "Creates a signatory of a customer, finds the one that exists, or updates the one of that id"},
    {.call = Call::get_contractors_for, .id = "contractor.getContractorsFor", .model_class = "contractor",
     .method = "getContractorsFor", .action_type = "read", .tolerated = "list", .verbs = k_get,
     .body = Body::none, .parameters = shape_of<ContractorPage>, .returns = ReturnForm::elements,
     .answer = shape_of<Contractor>, .effect = Effect::read, .repeat = Repeat::always,
     .source = "doc.contractor.list"_src, .confidence = Confidence::medium,
     .about = "Answers one page of the signatories of a customer"},
};
// clang-format on

}  // namespace sellsign::api
