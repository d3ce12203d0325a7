#include "base/json/found_problems.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "base/json/position.h"

namespace sellsign {
namespace {

constexpr std::size_t k_most = 100;

}  // namespace

void FoundProblems::add(std::size_t offset, std::string what) {
  if (found_.size() < k_most)
    found_.push_back({offset, std::move(what)});
  else
    ++left_out_;
}

Problems FoundProblems::place(const std::string& file, std::string_view text) {
  std::vector<std::size_t> by_offset(found_.size());
  std::iota(by_offset.begin(), by_offset.end(), std::size_t{0});
  std::ranges::stable_sort(by_offset, {}, [&](std::size_t i) { return found_[i].offset; });
  Problems problems(found_.size());
  Position position{file};
  std::size_t at = 0;
  for (const std::size_t i : by_offset) {
    position.pass(text.substr(at, found_[i].offset - at));
    at = found_[i].offset;
    problems[i] = {position.text(), std::move(found_[i].what)};
  }
  if (left_out_ > 0) problems.push_back({file, std::to_string(left_out_) + " more problems are not listed"});
  return problems;
}

}  // namespace sellsign
