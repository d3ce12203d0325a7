// Rows of the control API about the journal.

#include "mock_server/admin/reply.h"
#include "mock_server/admin/routes.h"
#include "mock_server/journal/api.h"

namespace sellsign::mock {
namespace {

constexpr std::string_view k_filters = "call number status token since unmatched warned after limit order";

/// What the answer is made from; a mock without a journal says so instead.
template <http::Reply (*run)(const AdminCall& call, Journal& journal)>
http::Reply with_journal(AdminCall& call) {
  Journal* journal = call.space.journal();
  return journal == nullptr ? admin_error(404, "there is no journal: the mock runs with --journal off")
                            : run(call, *journal);
}

http::Reply get_journal(const AdminCall& call, Journal& journal) {
  return journal_list(journal, call.query, call.now);
}

http::Reply get_count(const AdminCall& call, Journal& journal) {
  return journal_count(journal, call.query, call.now);
}

http::Reply get_entry(const AdminCall& call, Journal& journal) {
  return journal_entry(journal, call.parts[0]);
}

http::Reply post_verify(const AdminCall& call, Journal& journal) {
  return journal_verify(journal, call.body);
}

http::Reply get_har(const AdminCall& call, Journal& journal) {
  return journal_har(journal, call.query, call.now, call.admin.options().version);
}

http::Reply get_scenario(const AdminCall& call, Journal& journal) {
  MockOptions options = call.space.mock().options();
  options.mode = call.space.mock().mode();
  return journal_scenario(journal, call.query, call.now, options);
}

http::Reply delete_journal(const AdminCall&, Journal& journal) { return clear_journal(journal); }

constexpr AdminRoute k_journal_routes[] = {
    {"GET", "journal", k_filters, "entries of the journal", with_journal<get_journal>, false, Cost::of_state},
    {"GET", "journal/count", k_filters, "how many there are", with_journal<get_count>, false, Cost::of_state},
    {"GET", "journal/{id}", "", "one entry with request and answer", with_journal<get_entry>},
    {"POST", "journal/verify", "", "200 when the journal holds what is wanted, 409 when not",
     with_journal<post_verify>, true, Cost::late},
    {"GET", "journal.har", k_filters, "entries as HAR 1.2", with_journal<get_har>, false, Cost::late},
    {"GET", "journal.scenario", k_filters, "entries as a scenario file that can be replayed",
     with_journal<get_scenario>, false, Cost::late},
    {"DELETE", "journal", "", "forgets all entries", with_journal<delete_journal>, false, Cost::of_state},
};

}  // namespace

std::span<const AdminRoute> journal_routes() { return k_journal_routes; }

}  // namespace sellsign::mock
