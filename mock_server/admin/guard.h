#pragma once

#include <optional>

#include "http/message.h"

namespace sellsign::mock {

/// Who may use the control API: with a token whoever sends it, without one who is on this machine and names
/// it by a loopback name (a page of another site that has its own name resolved to this machine does not).
/// What a page of another site sends is refused, and bodies have to be JSON, which forms of such pages cannot
/// be. Returns the refusal. `livez` and `readyz` are open to all, and so is the page itself, which holds no
/// data.
std::optional<http::Reply> guard_admin(const http::Request& request, std::string_view path,
                                       std::string_view token);

}  // namespace sellsign::mock
