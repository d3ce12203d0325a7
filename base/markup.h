#pragma once

#include <chrono>
#include <string>
#include <string_view>

// Text for reports in markup languages, shared by the reports of scenarios and of load runs. Whatever comes
// in, the outcome is well-formed: what cannot be held at all is made printable first (`safe_text`).

namespace sellsign {

/// Text for an element or a quoted attribute of XML or HTML. Line ends and tabs stay.
std::string xml_text(std::string_view text);

/// ` name="value"` with the blank before it; the value on one line.
std::string xml_attribute(std::string_view name, std::string_view value);

/// `1.250000`, as JUnit wants it.
std::string xml_seconds(std::chrono::nanoseconds duration);

/// One line of Markdown outside code: what Markdown or HTML would take for markup is escaped.
std::string markdown_text(std::string_view text);

/// A code block whose fence is longer than any run of backticks in it. `text` ends with a newline.
std::string markdown_block(std::string_view text);

}  // namespace sellsign
