#pragma once

#include "api/endpoints.h"

namespace sellsign::api {

// clang-format off
/// Perimeters: who may see what.
inline constexpr Endpoint k_perimeter_calls[] = {
    {.id = "perimeter.getOrCreatePerimeter", .model_class = "perimeter", .method = "getOrCreatePerimeter",
     .action_type = "update", .effect = Effect::write, .source = "doc.later.perimeters"_src},
    {.id = "perimeter.getPerimeterByKey", .model_class = "perimeter", .method = "getPerimeterByKey",
     .action_type = "read", .effect = Effect::read, .repeat = Repeat::always,
     .source = "doc.later.perimeters"_src},
};
// clang-format on

}  // namespace sellsign::api
