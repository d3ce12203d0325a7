#pragma once

#include <string_view>

namespace sellsign::mock {

/// The web page of the control API, one document in UTF-8 to be served at `/__admin/`, with the slash: it
/// asks for everything else by addresses relative to its own. It carries its content security policy, which
/// lets in its own style and script and no other host. Static, valid for the life of the program.
std::string_view page_html();

}  // namespace sellsign::mock
