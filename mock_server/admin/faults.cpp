// Rows of the control API about faults and the clock.

#include "base/text.h"
#include "mock_server/admin/reply.h"
#include "mock_server/admin/routes.h"

namespace sellsign::mock {
namespace {

http::Reply get_faults(AdminCall& call) { return http::json_reply(call.space.faults().to_json()); }

http::Reply put_faults(AdminCall& call) {
  const Problems problems = call.space.faults().replace_all(call.body);
  return problems.empty() ? get_faults(call) : admin_problems(problems);
}

http::Reply delete_faults(AdminCall& call) {
  return admin_json({{"faults", call.space.faults().remove_all()}});
}

http::Reply no_fault(const std::string& name) {
  return admin_error(404, "there is no fault \"" + printable(name) + "\"");
}

http::Reply show_fault(AdminCall& call) {
  auto text = call.space.faults().to_json(call.parts[0]);
  return text ? http::json_reply(*std::move(text)) : no_fault(call.parts[0]);
}

http::Reply put_fault(AdminCall& call) {
  const Problems problems = call.space.faults().put(call.parts[0], call.body);
  return problems.empty() ? show_fault(call) : admin_problems(problems);
}

template <bool enabled>
http::Reply switch_fault(AdminCall& call) {
  return call.space.faults().enable(call.parts[0], enabled) ? show_fault(call) : no_fault(call.parts[0]);
}

http::Reply delete_fault(AdminCall& call) {
  if (call.space.faults().remove(call.parts[0]) == 0) return no_fault(call.parts[0]);
  return admin_json({{"faults", 1}});
}

http::Reply get_clock(AdminCall& call) { return http::json_reply(call.space.clock().to_json()); }

http::Reply put_clock(AdminCall& call) {
  const Problems problems = call.space.clock().change(call.body);
  return problems.empty() ? get_clock(call) : admin_problems(problems);
}

http::Reply post_advance(AdminCall& call) {
  const Problems problems = call.space.clock().advance(call.body);
  return problems.empty() ? get_clock(call) : admin_problems(problems);
}

constexpr AdminRoute k_faults_routes[] = {
    {"GET", "faults", "", "all faults in order, with counts", get_faults},
    {"PUT", "faults", "", "replaces all", put_faults, true},
    {"DELETE", "faults", "", "deletes all", delete_faults},
    {"GET", "faults/{name}", "", "one fault", show_fault},
    {"PUT", "faults/{name}", "", "adds or replaces one", put_fault, true},
    {"DELETE", "faults/{name}", "", "deletes one", delete_fault},
    {"POST", "faults/{name}/enable", "", "switches it on", switch_fault<true>},
    {"POST", "faults/{name}/disable", "", "switches it off", switch_fault<false>},
    {"GET", "clock", "", "the mock's time and pace", get_clock},
    {"PUT", "clock", "", "real, frozen, another time, another pace", put_clock, true},
    {"POST", "clock/advance", "", "moves it forward", post_advance, true},
};

}  // namespace

std::span<const AdminRoute> fault_routes() { return k_faults_routes; }

}  // namespace sellsign::mock
