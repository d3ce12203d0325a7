// How the texts of an entry lie in one text, one after another, each behind its length.

#include <cstring>

#include "mock_server/journal/journal.h"

namespace sellsign::mock {
namespace {

void append(std::string& texts, std::string_view text) {
  const auto size = static_cast<std::uint32_t>(text.size());
  char bytes[sizeof size];
  std::memcpy(bytes, &size, sizeof size);
  texts.append(bytes, sizeof size).append(text);
}

std::string_view take(std::string_view& rest) {
  std::uint32_t size = 0;
  std::memcpy(&size, rest.data(), sizeof size);
  const std::string_view text = rest.substr(sizeof size, size);
  rest.remove_prefix(sizeof size + size);
  return text;
}

RecordedHeaders take_headers(std::string_view& rest, std::size_t count) {
  RecordedHeaders headers(count);
  for (auto& [name, value] : headers) {
    name = take(rest);
    value = take(rest);
  }
  return headers;
}

}  // namespace

void Journal::pack(const http::Request& request, const http::Reply& reply, const Trace& trace,
                   std::string& texts) const {
  texts.clear();
  for (const std::string_view text :
       {std::string_view(trace.number), std::string_view(trace.token), request.verb, request.path,
        request.query, std::string_view(trace.fault), request.body.substr(0, options_.body),
        reply.content().substr(0, options_.body)})
    append(texts, text);
  for (const http::HeaderView& header : request.headers) {
    append(texts, header.name);
    append(texts, header.value);
  }
  for (const auto& [name, value] : reply.headers) {
    append(texts, name);
    append(texts, value);
  }
  for (const api::Departure& departure : trace.departures) {
    texts += static_cast<char>(departure.id);
    append(texts, departure.subject);
    append(texts, statement_of(departure).id);
  }
}

JournalFacts Journal::facts_of(const Slot& slot) {
  std::string_view rest = slot.texts;
  const std::string_view number = take(rest);
  return {slot.id, slot.at, slot.status, slot.row, slot.departures > 0, number, take(rest)};
}

JournalEntry Journal::entry_of(const Slot& slot) {
  std::string_view rest = slot.texts;
  JournalEntry entry;
  static_cast<JournalHead&>(entry) = slot;
  for (std::string* text : {&entry.number, &entry.token, &entry.verb, &entry.path, &entry.query, &entry.fault,
                            &entry.body, &entry.reply_body})
    *text = take(rest);
  entry.body_is_whole = entry.body.size() == entry.body_bytes;
  entry.reply_is_whole = entry.reply_body.size() == entry.reply_bytes;
  entry.headers = take_headers(rest, slot.headers);
  entry.reply_headers = take_headers(rest, slot.reply_headers);
  for (std::size_t i = 0; i < slot.departures; ++i) {
    const auto id = static_cast<api::DepartureId>(rest.front());
    rest.remove_prefix(1);
    std::string subject(take(rest));
    entry.departures.push_back({id, std::move(subject), api::find_source(take(rest))});
  }
  return entry;
}

}  // namespace sellsign::mock
