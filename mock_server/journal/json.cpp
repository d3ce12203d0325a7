#include "mock_server/journal/json.h"

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "base/time_text.h"
#include "mock_server/calls/refusal.h"

namespace sellsign::mock {
namespace {

using Json = nlohmann::ordered_json;

Json text_or_null(std::string_view text) { return text.empty() ? Json() : Json(text); }

Json warnings_json(const JournalEntry& entry) {
  Json list = Json::array();
  for (const api::Departure& departure : entry.departures) {
    const api::DepartureRow& row = row_of(departure.id);
    list.push_back({{"name", row.name},
                    {"text", printable(departure.subject) + " " + std::string(row.words)},
                    {"statement", statement_of(departure).id}});
  }
  return list;
}

/// Of a request of no call: the id of the one that it comes nearest to.
Json nearest_json(const JournalEntry& entry) {
  return entry.row != nullptr || entry.nearest == nullptr ? Json() : Json(entry.nearest->id);
}

}  // namespace

std::optional<std::string_view> header_of(const RecordedHeaders& headers, std::string_view name) {
  for (const auto& [known, value] : headers)
    if (equal_ignoring_case(known, name)) return value;
  return std::nullopt;
}

std::string recorded_url(const JournalEntry& entry, const std::string& query) {
  return "http://" + std::string(header_of(entry.headers, "Host").value_or("127.0.0.1")) + entry.path +
         (query.empty() ? "" : "?" + query);
}

RecordedHeaders reply_headers_of(const JournalEntry& entry) {
  auto headers = entry.reply_headers;
  headers.insert(headers.begin(), {"Content-Type", std::string(entry.content_type.text())});
  return headers;
}

Json entry_json(const JournalEntry& entry) {
  return {{"id", entry.id},
          {"at", show_instant(entry.at)},
          {"verb", entry.verb},
          {"path", entry.path},
          {"call", entry.row == nullptr ? Json() : Json(entry.row->id)},
          {"number", text_or_null(entry.number)},
          {"token", text_or_null(entry.token)},
          {"status", entry.status},
          {"outcome", name_of(entry.outcome)},
          {"warnings", warnings_json(entry)},
          {"fault", text_or_null(entry.fault)},
          {"serviceMicros", static_cast<double>(entry.service.count()) / 1000.0},
          {"delayMicros", entry.delay.count() * 1000},
          {"reason", entry.refused ? text_or_null(std::string(sentence_of(entry.reply_body))) : Json()},
          {"nearest", nearest_json(entry)}};
}

std::string text_of(const Json& json, int indent) {
  return json.dump(indent, ' ', false, Json::error_handler_t::replace);
}

http::Reply journal_reply(int status, const Json& json, int indent) {
  http::Reply reply = http::json_reply(text_of(json, indent));
  reply.status = status;
  return reply;
}

http::Reply journal_error(int status, std::string sentence, const Problems& problems) {
  Json json = {{"error", std::move(sentence)}};
  for (const Problem& problem : problems)
    json["problems"].push_back({{"where", problem.where}, {"what", problem.what}});
  http::Reply reply = journal_reply(status, json);
  reply.kind = http::ReplyKind::refused;
  return reply;
}

}  // namespace sellsign::mock
