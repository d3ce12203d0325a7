#pragma once

#include "api/endpoints.h"

namespace sellsign::api {

// clang-format off
/// Bundles of contracts.
inline constexpr Endpoint k_bundle_calls[] = {
    {.id = "bundle.createBundle", .model_class = "bundle", .method = "createBundle", .action_type = "insert",
     .effect = Effect::write, .source = "doc.later.bundles"_src},
    {.id = "bundle.addContract", .model_class = "bundle", .method = "addContract", .action_type = "update",
     .effect = Effect::write, .source = "doc.later.bundles"_src},
    {.id = "contractstatus.getContractsForBundle", .model_class = "contractstatus",
     .method = "getContractsForBundle", .action_type = "list", .effect = Effect::read,
     .repeat = Repeat::always, .source = "doc.later.bundles"_src},
};
// clang-format on

}  // namespace sellsign::api
