#pragma once

#include "api/endpoints.h"

namespace sellsign::api {

// clang-format off
/// The licence: its members, preferences and temporary tokens.
inline constexpr Endpoint k_licence_calls[] = {
    {.id = "hub.createTemporaryToken", .form = UrlForm::hub, .method = "createTemporaryToken",
     .effect = Effect::write, .source = "doc.later.temporary-token"_src},
    {.id = "hub.getPreferenceForLicense", .form = UrlForm::hub, .method = "getPreferenceForLicense",
     .effect = Effect::read, .repeat = Repeat::always, .source = "doc.later.quickstart"_src},
    {.id = "hub.GetLicenseMembers", .form = UrlForm::hub, .method = "GetLicenseMembers",
     .effect = Effect::read, .repeat = Repeat::always, .source = "obs.later.clients"_src},
};
// clang-format on

}  // namespace sellsign::api
