#include "mock_server/calls/refusal.h"

#include <nlohmann/json.hpp>

#include "base/json/json_cursor.h"
#include "base/text.h"

namespace sellsign::mock {

std::string sentence_of(std::string_view body) {
  constexpr std::string_view k_start = R"({"error":")";
  const std::size_t end = body.find(R"(","advice":[)");
  if (!body.starts_with(k_start) || end == std::string_view::npos) return std::string(take_part(body, '\n'));
  // Only the start of a long body may be at hand; the sentence is whole.
  const std::string_view text = body.substr(k_start.size() - 1, end + 2 - k_start.size());
  JsonCursor in(text);
  std::string_view sentence;
  return std::string(in.read(sentence) ? sentence : text);
}

http::Reply refusal(int status, std::string sentence) {
  return http::text_reply(status, std::move(sentence));
}

void make_json(http::Reply& reply) {
  if (reply.kind == http::ReplyKind::ok || reply.content_type != http::k_plain_text) return;
  using Json = nlohmann::ordered_json;
  std::string_view lines = reply.content();
  Json json = {{"error", take_part(lines, '\n')}, {"advice", Json::array()}};
  while (!lines.empty()) json["advice"].push_back(take_part(lines, '\n'));
  reply.body = json.dump(-1, ' ', false, Json::error_handler_t::replace);
  reply.shared_body.reset();
  reply.content_type = http::k_json;
}

}  // namespace sellsign::mock
