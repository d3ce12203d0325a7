#pragma once

#include <string>
#include <string_view>

namespace sellsign::api {

/// The built calls as an OpenAPI 3.1 document (JSON, indented, ends with a newline). The method parameter
/// `action` is part of the query; because OpenAPI has one operation per path and verb, each call documents
/// its path with `action` as a constant.
std::string export_openapi(std::string_view version);

/// The calls, departures and statements as a Markdown reference.
std::string export_markdown();

}  // namespace sellsign::api
