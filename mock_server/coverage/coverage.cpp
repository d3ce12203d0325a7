#include "mock_server/coverage/coverage.h"

#include <algorithm>
#include <cstdio>

#include <nlohmann/json.hpp>

namespace sellsign::mock {
namespace {

constexpr std::size_t k_most_kinds = 4096;  // beyond, hits are added up at once

struct Share {
  std::size_t exercised = 0;
  std::size_t total = 0;
};

Share share_of(std::span<const StatementHits> hits) {
  const auto exercised = std::ranges::count_if(hits, [](const StatementHits& row) { return row.hits > 0; });
  return {static_cast<std::size_t>(exercised), hits.size()};
}

/// With one digit, rounded down: only all of them are 100.
double percent_of(const Share& share) {
  if (share.total == 0) return 100;
  const std::size_t tenths = share.exercised * 1000 / share.total;
  return static_cast<double>(tenths) / 10;
}

}  // namespace

Seen seen_of(const http::Request& request, const http::Reply& reply, const Trace& trace) {
  Seen seen;
  seen.row = trace.row;
  seen.present = trace.present;
  seen.facts = trace.facts;
  for (const api::Departure& departure : trace.departures)
    seen.departures |= 1U << static_cast<unsigned>(departure.id);
  seen.status = static_cast<std::int16_t>(reply.status);
  seen.outcome = trace.outcome;
  seen.body = trace.body;
  seen.verb = api::verb_bit(request.verb);
  seen.faulted = !trace.fault.empty();
  return seen;
}

std::size_t Coverage::Hash::operator()(const Seen& seen) const {
  auto hash = std::uint64_t{reinterpret_cast<std::uintptr_t>(seen.row)};
  for (const std::uint64_t part :
       {std::uint64_t{seen.present.to_ullong()}, std::uint64_t{seen.facts} << 32U | seen.departures,
        static_cast<std::uint64_t>(seen.status) << 32U | static_cast<std::uint64_t>(seen.outcome) << 16U |
            static_cast<std::uint64_t>(seen.body) << 8U | std::uint64_t{seen.verb}})
    hash = (hash ^ part) * 0x9E3779B97F4A7C15U ^ (hash >> 29U);
  return hash;
}

void Coverage::note(const Seen& seen) {
  if (seen.faulted) return;
  const std::scoped_lock lock(mutex_);
  if (kinds_.size() < k_most_kinds) {
    ++kinds_[seen];
  } else if (const auto known = kinds_.find(seen); known != kinds_.end()) {
    ++known->second;
  } else {
    others_.resize(coverage_rules().size());
    for (std::size_t i = 0; i < others_.size(); ++i)
      others_[i] += coverage_rules()[i].exercises(seen) ? 1 : 0;
  }
}

std::vector<StatementHits> Coverage::hits() const {
  const std::span<const CoverageRule> rules = coverage_rules();
  std::vector<StatementHits> rows;
  for (const CoverageRule& rule : rules) rows.push_back({rule.source, 0});
  const std::scoped_lock lock(mutex_);
  for (std::size_t i = 0; i < rules.size(); ++i) {
    if (!others_.empty()) rows[i].hits = others_[i];
    for (const auto& [seen, count] : kinds_)
      if (rules[i].exercises(seen)) rows[i].hits += count;
  }
  return rows;
}

std::size_t Coverage::clear() {
  const std::size_t exercised = share_of(hits()).exercised;
  const std::scoped_lock lock(mutex_);
  kinds_.clear();
  others_.clear();
  return exercised;
}

std::string coverage_json(std::span<const StatementHits> hits) {
  const Share share = share_of(hits);
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const auto& [source, count] : hits)
    list.push_back({{"id", source->id},
                    {"kind", api::name_of(source->kind)},
                    {"topic", source->topic},
                    {"text", source->text},
                    {"origin", source->origin},
                    {"hits", count}});
  return nlohmann::ordered_json{{"exercised", share.exercised},
                                {"total", share.total},
                                {"percent", percent_of(share)},
                                {"statements", std::move(list)}}
      .dump();
}

std::string coverage_markdown(std::span<const StatementHits> hits) {
  const Share share = share_of(hits);
  char percent[16];
  std::snprintf(percent, sizeof percent, "%.1f", percent_of(share));
  std::string text = "# Statements of the vendor that were exercised\n\n" + std::to_string(share.exercised) +
                     " of " + std::to_string(share.total) + " (" + percent + " %).\n";
  for (const bool never : {true, false}) {
    text += never ? "\n## Never exercised\n\n| statement | kind | in our words |\n| --- | --- | --- |\n"
                  : "\n## Exercised\n\n| statement | kind | requests |\n| --- | --- | ---: |\n";
    for (const auto& [source, count] : hits)
      if ((count == 0) == never)
        text += "| " + std::string(source->id) + " | " + std::string(api::name_of(source->kind)) + " | " +
                (never ? std::string(source->text) : std::to_string(count)) + " |\n";
  }
  return text;
}

}  // namespace sellsign::mock
