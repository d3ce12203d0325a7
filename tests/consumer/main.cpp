#include <iostream>
#include <sellsign/client/client.h>

int main(int count, char** arguments) {
  sellsign::client::ClientOptions options;
  options.base_url = count > 1 ? arguments[1] : "http://127.0.0.1:9";
  options.token = "made-up";
  const auto client = sellsign::client::Client::make(options);
  if (!client) return 1;
  const auto customer = client->get_customer("AM1");
  std::cout << (customer ? "answered" : customer.error().message) << "\n";
}
