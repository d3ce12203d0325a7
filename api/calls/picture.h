#pragma once

#include "api/endpoints.h"

namespace sellsign::api {

// clang-format off
/// Pictures and the options that hold them: appendices of a contract.
inline constexpr Endpoint k_picture_calls[] = {
    {.id = "picture.getPicturesForContract", .model_class = "picture", .method = "getPicturesForContract",
     .action_type = "list", .effect = Effect::read, .repeat = Repeat::always,
     .source = "obs.later.clients"_src},
    {.id = "do.uploadPicture", .form = UrlForm::command, .method = "uploadPicture", .effect = Effect::write,
     .source = "doc.later.appendices"_src},
    {.id = "do.getOptionDefinitionByName", .form = UrlForm::command, .method = "getOptionDefinitionByName",
     .effect = Effect::read, .repeat = Repeat::always, .source = "doc.later.appendices"_src},
    {.id = "do.getElementDefinitionByName", .form = UrlForm::command, .method = "getElementDefinitionByName",
     .effect = Effect::read, .repeat = Repeat::always, .source = "doc.later.appendices"_src},
    {.id = "do.GetOrCreateOption", .form = UrlForm::command, .method = "GetOrCreateOption",
     .effect = Effect::write, .source = "doc.later.appendices"_src},
    {.id = "do.loadPicture", .form = UrlForm::command, .method = "loadPicture", .effect = Effect::read,
     .repeat = Repeat::always, .source = "obs.later.clients"_src},
};
// clang-format on

}  // namespace sellsign::api
