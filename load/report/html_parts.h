#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "load/report/parts.h"

// Pieces of the HTML report. Texts come in plain and are escaped here; `html` parameters are markup already.

namespace sellsign::load {

/// `text` escaped; the mark `INVALID` stands out.
std::string html_text(std::string_view text);

/// Everything before the body of a page.
std::string html_head(std::string_view title);

/// A `<section>` with its heading; nothing when `html` is empty.
std::string html_section(std::string_view id, std::string_view title, std::string_view html);

/// A definition list.
std::string html_facts(const std::vector<Fact>& facts);

/// A bulleted list; nothing when there is nothing.
std::string html_list(const std::vector<std::string>& texts);

/// A table that scrolls on its own. The first cell of a row is its heading.
struct HtmlTable {
  std::string name;  ///< caption, for those who cannot see the table
  Cells head;
  std::vector<Cells> rows;
  std::size_t left = 1;  ///< so many columns hold text, the others numbers
};
/// Nothing when it has no rows.
std::string html_table(const HtmlTable& table);

}  // namespace sellsign::load
