#include "mock_server/admin/reply.h"

#include "base/number.h"

namespace sellsign::mock {

http::Reply admin_raw(std::string json) {
  http::Reply reply;
  reply.content_type = http::k_json;
  reply.body = std::move(json);
  return reply;
}

http::Reply admin_json(const AdminJson& value) {
  return admin_raw(value.dump(-1, ' ', false, AdminJson::error_handler_t::replace));
}

http::Reply admin_text(std::string text, http::StaticText content_type) {
  http::Reply reply;
  reply.content_type = content_type;
  reply.body = std::move(text);
  return reply;
}

http::Reply admin_error(int status, std::string_view sentence) {
  http::Reply reply = admin_json({{"error", sentence}});
  reply.status = status;
  reply.kind = http::ReplyKind::refused;
  return reply;
}

http::Reply admin_later(std::function<http::Reply()> work) {
  http::Reply reply;
  reply.later = std::move(work);
  return reply;
}

http::Reply admin_problems(const Problems& problems) {
  AdminJson list = AdminJson::array();
  for (const Problem& problem : problems) list.push_back({{"where", problem.where}, {"what", problem.what}});
  std::string first;
  if (!problems.empty()) {
    const auto& [where, what] = problems.front();
    first = (where.empty() ? "" : where + ": ") + what;
  }
  http::Reply reply = admin_json({{"error", first}, {"problems", std::move(list)}});
  reply.status = 422;
  reply.kind = http::ReplyKind::refused;
  return reply;
}

AdminJson json_of(const Counts& counts) {
  return {{"customers", counts.customers},
          {"contractors", counts.contractors},
          {"properties", counts.properties}};
}

std::optional<std::size_t> parse_size(std::string_view text, std::size_t most) {
  const auto number = read_whole<std::size_t>(text);
  return number <= most ? number : std::nullopt;
}

}  // namespace sellsign::mock
