#include "mock_server/admin/reply.h"

#include "base/number.h"
#include "mock_server/journal/json.h"

namespace sellsign::mock {

http::Reply admin_json(const AdminJson& value) { return journal_reply(200, value); }

http::Reply admin_text(std::string text, http::StaticText content_type) {
  http::Reply reply;
  reply.content_type = content_type;
  reply.body = std::move(text);
  return reply;
}

http::Reply admin_error(int status, std::string_view sentence) {
  return journal_error(status, std::string(sentence));
}

http::Reply admin_later(std::function<http::Reply()> work) {
  http::Reply reply;
  reply.later = std::move(work);
  return reply;
}

http::Reply admin_problems(const Problems& problems) {
  const auto& [where, what] = problems.front();
  return journal_error(422, (where.empty() ? "" : where + ": ") + what, problems);
}

AdminJson json_of(const Counts& counts) {
  AdminJson json{{"customers", counts.customers}};
  for (const RecordList& list : k_record_lists) json[std::string(list.key)] = counts.of(list);
  return json;
}

std::optional<std::size_t> parse_size(std::string_view text, std::size_t most) {
  const auto number = read_whole<std::size_t>(text);
  return number <= most ? number : std::nullopt;
}

}  // namespace sellsign::mock
