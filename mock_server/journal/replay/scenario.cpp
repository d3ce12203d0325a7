#include <algorithm>

#include <nlohmann/json.hpp>

#include "mock_server/calls/refusal.h"
#include "mock_server/journal/api.h"
#include "mock_server/journal/json.h"
#include "mock_server/journal/redaction.h"
#include "mock_server/journal/replay/replay.h"

namespace sellsign::mock {
namespace {

using Json = nlohmann::ordered_json;

/// What a mock has to be set to; empty for the defaults.
Json requirements(const MockOptions& options) {
  Json needs = Json::object();
  if (options.mode == Mode::strict) needs["mode"] = "strict";
  if (options.tokens.off) needs["tokens"] = "unchecked";  // what came without a token was answered
  const Settings defaults;
  for (const SettingRow& row : setting_rows())
    if (const std::string text = text_of(row, options.settings); text != text_of(row, defaults))
      needs["settings"][std::string(row.name)] = text;
  return needs;
}

std::string about(const Replay& replay) {
  const std::size_t left_out = replay.left_out();
  std::string text = "Recorded by a mock: " + std::to_string(replay.steps().size()) + " requests";
  if (replay.loose() > 0)
    text += "; of " + std::to_string(replay.loose()) +
            " only what does not rest on the mock's state before them is checked";
  if (left_out > 0)
    text += "; " + std::to_string(left_out) +
            " more are left out (changed by a fault, refused by the front, with a body that was cut, with "
            "bytes that are no UTF-8, "
            "or with tokens that differ)";
  return text;
}

}  // namespace

http::Reply journal_scenario(const Journal& journal, const QueryPairs& query, Timestamp now,
                             const MockOptions& options) {
  const auto filter = read_journal_filter(query, now);
  if (!filter) return journal_error(400, filter.error().message);
  auto entries = journal.read(*filter);
  std::ranges::sort(entries, {}, &JournalEntry::id);
  Redaction redaction(journal.options().raw);
  Replay replay(options.settings);
  for (JournalEntry& entry : entries) {
    const std::string words = entry.refused ? std::string(sentence_of(entry.reply_body)) : "";
    const JournalEntry clean = redaction.clean(std::move(entry));
    replay.add(clean, !clean.refused || sentence_of(clean.reply_body) == words);
  }
  if (replay.steps().empty())
    return journal_error(404, entries.empty()
                                  ? "No entry of the journal is meant, so there is nothing to replay."
                                  : "None of the entries can be replayed.");
  if (!replay.checks())
    return journal_error(404,
                         "All answers rest on what was in the mock before them, so a replay would check "
                         "nothing: add the requests that made it.");
  Json scenario = {
      {"scenario", "journal-" + std::to_string(entries.front().id) + "-" + std::to_string(entries.back().id)},
      {"about", about(replay)},
      {"tags", Json::array({"recorded"})}};
  if (Json needs = requirements(options); !needs.empty()) scenario["requires"] = std::move(needs);
  scenario["steps"] = replay.steps();
  http::Reply reply = journal_reply(200, scenario, 2);
  reply.body += '\n';
  return reply;
}

}  // namespace sellsign::mock
