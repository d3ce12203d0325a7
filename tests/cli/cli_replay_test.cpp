#include "tests/support/mock_process.h"

namespace sellsign::cli_replay_test {

using namespace sellsign::testing;
using Catch::Contains;

std::string fetch(const std::string& url) { return run_program({"curl", "-sS", url}).out; }

/// Reads and writes of a made-up customer, and a refusal that only a strict mock gives.
void play(const std::string& mock) {
  const std::string model = mock + "/calinda/hub/selling/model/", end = "&j_token=T";
  fetch(model + "customer/read?action=getCustomer&number=GEN-000001" + end);
  fetch(model + "customer/read?action=getCustomer&number=GEN-000001&city=x" + end);
  fetch(model + "customerproperty/update?action=getOrCreateCustomerProperty&customer_number=GEN-000001" +
        "&id=-1&key=shoe&value=44" + end);
  fetch(model + "customer/update?action=selectOrCreateCustomer&number=AM1&civility=MADAME&firstname=Ada" +
        "&lastname=Exemple&email=ada%40example.org&cell_phone=0600000000&address_1=1&postal_code=13100" +
        "&city=Aix&country=FR&customer_code=C1&address_2=&company_name=&registration_number=&phone=" +
        "&job_title=&birthdate=&birthplace=" + end);
  fetch(model + "customer/read?action=getCustomer&number=AM1" + end);
}

TEST_CASE("what a strict mock with made-up data recorded replays embedded and on another mock of its mode") {
  const std::vector<std::string> flags = {"--mode",     "strict",      "--set", "refused-status=400",
                                          "--generate", "customers=3", "--log", "none"};
  const TemporaryFolder folder;
  MockProcess recorded(flags);
  play(recorded.url());
  const std::string file = folder.write("recorded.json", fetch(recorded.url() + "/__admin/journal.scenario"));
  CHECK_THAT(read_text(file), Contains("\"strict\""));
  const std::vector<std::string> token = {"SELLSIGN_TOKEN=T0ken-made-up"};
  const auto check = [&](const std::vector<std::string>& more) {
    std::vector<std::string> command = {"run", file};
    command.insert(command.end(), more.begin(), more.end());
    const Ended ended = run_sellsign(command, token);
    INFO(ended.out + ended.err);
    CHECK(ended.status == 0);
  };
  check({});
  MockProcess alike(flags);
  check({"--target", alike.url()});
  MockProcess empty({"--mode", "strict", "--set", "refused-status=400"});
  check({"--target", empty.url()});

  MockProcess lenient;
  const Ended skipped = run_sellsign({"run", file, "--target", lenient.url()}, token);
  CHECK(skipped.status == 2);
  CHECK_THAT(skipped.out + skipped.err, Contains("requires mode strict, and the target has lenient"));
  MockProcess other({"--mode", "strict"});
  CHECK_THAT(run_sellsign({"run", file, "--target", other.url()}, token).out,
             Contains("refused-status 400, and the target has \"500\""));
  const std::string secret = folder.write("admin", "adm1n-made-up\n");
  MockProcess guarded({"--mode", "strict", "--set", "refused-status=400", "--admin-token-file", secret});
  CHECK_THAT(run_sellsign({"run", file, "--target", guarded.url()}, token).out,
             Contains("answers 401 (see --admin-token-file)"));
  check({"--target", guarded.url(), "--admin-token-file", secret});
  MockProcess silent({"--no-admin"});
  CHECK_THAT(run_sellsign({"run", file, "--target", silent.url()}, token).out, Contains("answers 404"));
}

TEST_CASE("what a mock without tokens recorded replays where none is asked for, and nowhere else") {
  const TemporaryFolder folder;
  MockProcess recorded({"--no-auth", "--log", "none"});
  const std::string read = "/calinda/hub/selling/model/customer/read?action=getCustomer&number=AM1";
  fetch(recorded.url() + read);
  const std::string file = folder.write("recorded.json", fetch(recorded.url() + "/__admin/journal.scenario"));
  const Ended embedded = run_sellsign({"run", file});
  INFO(read_text(file) << embedded.out << embedded.err);
  CHECK(embedded.status == 0);
  MockProcess asking;
  CHECK_THAT(run_sellsign({"run", file, "--target", asking.url()}, {"SELLSIGN_TOKEN=T0ken-made-up"}).out,
             Contains("requires that tokens are unchecked"));
}

}  // namespace sellsign::cli_replay_test
