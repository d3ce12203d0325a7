#include "load/report/text_table.h"

#include <algorithm>
#include <numeric>

#include "base/utf8.h"
#include "harness/report/text.h"

namespace sellsign::load {
namespace {

constexpr std::size_t k_gap = 2;

std::string padded(const std::string& cell, std::size_t width, bool left) {
  const std::string blanks(width - std::min(width, width_of(cell)), ' ');
  return left ? cell + blanks : blanks + cell;
}

std::string without_end_blanks(std::string line) {
  line.erase(line.find_last_not_of(' ') + 1);
  return line + "\n";
}

}  // namespace

TextTable::TextTable(std::vector<std::string> heading) { add(std::move(heading)); }

void TextTable::add(std::vector<std::string> row) {
  for (std::string& cell : row) cell = safe_line(cell);
  rows_.push_back(std::move(row));
}

std::string TextTable::text(std::size_t width) const {
  std::vector<std::size_t> widths;
  for (const auto& row : rows_) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], width_of(row[i]) + k_gap);
  }
  const bool stacked = std::accumulate(widths.begin(), widths.end(), std::size_t{0}) > width;
  std::string out;
  for (const auto& row : rows_) {
    if (stacked && !row[0].empty()) out += wrapped(row[0], "  ", width);
    std::string line;
    for (std::size_t i = stacked ? 1 : 0; i < row.size(); ++i)
      line += std::string(k_gap, ' ') + padded(row[i], widths[i] - k_gap, i == 0);
    out += without_end_blanks(std::move(line));
  }
  return out;
}

}  // namespace sellsign::load
