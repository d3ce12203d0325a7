#include "mock_server/data/generate_data.h"

namespace sellsign::mock {
namespace {

// Telephone numbers: the blocks that ARCEP, Bundesnetzagentur, Ofcom and the North American plan (555-01xx)
// keep for films and books.

constexpr GivenName k_french_men[] = {
    {"Étienne", "etienne"},   {"François", "francois"}, {"Jérôme", "jerome"},     {"Rémi", "remi"},
    {"Loïc", "loic"},         {"Benoît", "benoit"},     {"Théo", "theo"},         {"Mickaël", "mickael"},
    {"Jean-Luc", "jean-luc"}, {"Hervé", "herve"},       {"Stéphane", "stephane"}, {"Gaël", "gael"},
    {"Antoine", "antoine"},   {"Lucas", "lucas"},       {"Nicolas", "nicolas"},   {"Karim", "karim"},
    {"Mamadou", "mamadou"},   {"Łukasz", "lukasz"},     {"José", "jose"},         {"Minh", "minh"}};

constexpr GivenName k_french_women[] = {
    {"Hélène", "helene"},   {"Zoé", "zoe"},       {"Anaïs", "anais"},
    {"Chloé", "chloe"},     {"Gaëlle", "gaelle"}, {"Noëlle", "noelle"},
    {"Aurélie", "aurelie"}, {"Céline", "celine"}, {"Anne-Sophie", "anne-sophie"},
    {"Inès", "ines"},       {"Maëva", "maeva"},   {"Thérèse", "therese"},
    {"Camille", "camille"}, {"Manon", "manon"},   {"Sarah", "sarah"},
    {"Fatima", "fatima"},   {"Aïcha", "aicha"},   {"Agnieszka", "agnieszka"},
    {"Inês", "ines"},       {"Linh", "linh"}};

constexpr GivenName k_french_surnames[] = {{"Lefèvre", "lefevre"},     {"Béranger", "beranger"},
                                           {"Châtelain", "chatelain"}, {"Dupré", "dupre"},
                                           {"Fauré", "faure"},         {"Grégoire", "gregoire"},
                                           {"D'Arcy", "darcy"},        {"L'Hôte", "lhote"},
                                           {"Le Goff", "legoff"},      {"Müller", "muller"},
                                           {"Peña", "pena"},           {"Gonçalves", "goncalves"},
                                           {"Nguyễn", "nguyen"},       {"Kowalczyk", "kowalczyk"},
                                           {"Benaïssa", "benaissa"},   {"Diallo", "diallo"},
                                           {"Martin", "martin"},       {"Bernard", "bernard"},
                                           {"Moreau", "moreau"},       {"Garnier", "garnier"},
                                           {"Rousseau", "rousseau"},   {"Saint-Exemple", "saint-exemple"},
                                           {"Noël", "noel"},           {"Œuvrard", "oeuvrard"}};

constexpr Town k_french_towns[] = {{"75001", "Paris", "019900", 4},
                                   {"75011", "Paris", "019900", 4},
                                   {"92100", "Boulogne-Billancourt", "019900", 4},
                                   {"93200", "Saint-Denis", "019900", 4},
                                   {"44000", "Nantes", "026191", 4},
                                   {"35000", "Rennes", "026191", 4},
                                   {"29200", "Brest", "026191", 4},
                                   {"37000", "Tours", "026191", 4},
                                   {"45000", "Orléans", "026191", 4},
                                   {"76600", "Le Havre", "026191", 4},
                                   {"49000", "Angers", "026191", 4},
                                   {"14000", "Caen", "026191", 4},
                                   {"59000", "Lille", "035301", 4},
                                   {"67000", "Strasbourg", "035301", 4},
                                   {"21000", "Dijon", "035301", 4},
                                   {"51100", "Reims", "035301", 4},
                                   {"57000", "Metz", "035301", 4},
                                   {"25000", "Besançon", "035301", 4},
                                   {"69003", "Lyon", "046571", 4},
                                   {"13001", "Marseille", "046571", 4},
                                   {"13100", "Aix-en-Provence", "046571", 4},
                                   {"34000", "Montpellier", "046571", 4},
                                   {"06000", "Nice", "046571", 4},
                                   {"38000", "Grenoble", "046571", 4},
                                   {"42000", "Saint-Étienne", "046571", 4},
                                   {"30000", "Nîmes", "046571", 4},
                                   {"31000", "Toulouse", "053649", 4},
                                   {"33000", "Bordeaux", "053649", 4},
                                   {"87000", "Limoges", "053649", 4},
                                   {"64000", "Pau", "053649", 4},
                                   {"17000", "La Rochelle", "053649", 4},
                                   {"86000", "Poitiers", "053649", 4}};

constexpr std::string_view k_french_streets[] = {
    "# rue de la République",  "# rue du Château",     "# avenue Jean Jaurès", "# boulevard Voltaire",
    "# place de l'Église",     "# allée des Tilleuls", "# quai de la Fosse",   "# impasse des Mûriers",
    "# chemin du Vieux Puits", "# rue Victor Hugo",    "# bis rue des Écoles", "# cours Gambetta"};

constexpr std::string_view k_french_companies[] = {
    "* & Fils",      "Ateliers *",   "Boulangerie *",    "Menuiserie * SARL",
    "* Conseil SAS", "Cabinet *",    "Transports * SA",  "Pharmacie *",
    "Électricité *", "* Immobilier", "Société * Frères", "L'Épicerie de *"};

constexpr std::string_view k_french_jobs[] = {
    "Gérant",     "Directrice générale", "Responsable achats", "Chef comptable",
    "Présidente", "Secrétaire général",  "Chargée d'affaires", "Artisan"};

constexpr GivenName k_german_men[] = {{"Jürgen", "juergen"}, {"Björn", "bjoern"}, {"Lukas", "lukas"},
                                      {"Emre", "emre"},      {"Sören", "soeren"}, {"Matthias", "matthias"}};
constexpr GivenName k_german_women[] = {{"Käthe", "kaethe"}, {"Jana", "jana"},     {"Ayşe", "ayse"},
                                        {"Änne", "aenne"},   {"Sabine", "sabine"}, {"Zoë", "zoe"}};
constexpr GivenName k_german_surnames[] = {{"Schröder", "schroeder"}, {"Weiß", "weiss"},
                                           {"Jäger", "jaeger"},       {"Yılmaz", "yilmaz"},
                                           {"Krüger", "krueger"},     {"Großmann", "grossmann"},
                                           {"Schmidt", "schmidt"},    {"Müller-Lüdenscheidt", "mueller-l"}};
constexpr Town k_german_towns[] = {{"10115", "Berlin", "+493023125", 3},
                                   {"60311", "Frankfurt am Main", "+496990009", 3},
                                   {"20095", "Hamburg", "+494066969", 3},
                                   {"50667", "Köln", "+492214710", 3},
                                   {"80331", "München", "+498999998", 3}};
constexpr std::string_view k_german_streets[] = {"Hauptstraße #", "Gartenweg #", "Am Mühlbach #",
                                                 "Schloßallee #", "Lindenstraße #"};
constexpr std::string_view k_german_companies[] = {"* GmbH", "Bäckerei *", "* & Söhne KG", "Malerbetrieb *"};
constexpr std::string_view k_german_jobs[] = {"Geschäftsführerin", "Prokurist", "Einkäufer", "Buchhalterin"};

constexpr GivenName k_english_men[] = {{"Oliver", "oliver"}, {"Callum", "callum"}, {"Seán", "sean"},
                                       {"Arjun", "arjun"},   {"Kofi", "kofi"},     {"Theodore", "theodore"}};
constexpr GivenName k_english_women[] = {{"Siân", "sian"}, {"Chloë", "chloe"}, {"Priya", "priya"},
                                         {"Emma", "emma"}, {"Niamh", "niamh"}, {"Grace", "grace"}};
constexpr GivenName k_english_surnames[] = {{"O'Neill", "oneill"},          {"MacLeod", "macleod"},
                                            {"Smith-Jones", "smith-jones"}, {"Brontë", "bronte"},
                                            {"Okafor", "okafor"},           {"Patel", "patel"},
                                            {"Example", "example"},         {"Whitfield", "whitfield"}};
constexpr Town k_british_towns[] = {{"EC1A 1BB", "London", "+4420794600", 2},
                                    {"M1 1AE", "Manchester", "+441614960", 3},
                                    {"B33 8TH", "Birmingham", "+441214960", 3}};
constexpr Town k_american_towns[] = {{"10001", "New York", "+121255501", 2},
                                     {"60601", "Chicago", "+131255501", 2},
                                     {"94103", "San Francisco", "+141555501", 2},
                                     {"02108", "Boston", "+161755501", 2},
                                     {"98101", "Seattle", "+120655501", 2}};
constexpr std::string_view k_english_streets[] = {"# High Street", "# Station Road", "# Church Lane",
                                                  "# Main Street", "# Elm Avenue"};
constexpr std::string_view k_english_companies[] = {"* Ltd", "* & Co", "* Brothers", "* Consulting"};
constexpr std::string_view k_english_jobs[] = {"Director", "Head of Purchasing", "Accountant", "Owner"};

constexpr GivenName k_spanish_men[] = {{"Iñaki", "inaki"}, {"Ramón", "ramon"}, {"Andrés", "andres"},
                                       {"Jesús", "jesus"}, {"Óscar", "oscar"}, {"Diego", "diego"}};
constexpr GivenName k_spanish_women[] = {
    {"María José", "mariajose"}, {"Begoña", "begona"}, {"Inés", "ines"},
    {"Lucía", "lucia"},          {"Sofía", "sofia"},   {"Carmen", "carmen"}};
constexpr GivenName k_spanish_surnames[] = {{"Muñoz", "munoz"},         {"Ibáñez", "ibanez"},
                                            {"García Pérez", "garcia"}, {"Núñez", "nunez"},
                                            {"Ejemplo", "ejemplo"},     {"Güell", "guell"}};
constexpr Town k_florida_towns[] = {{"33130", "Miami", "+130555501", 2},
                                    {"32801", "Orlando", "+140755501", 2}};
constexpr std::string_view k_spanish_companies[] = {"* e Hijos", "Panadería *", "* Asociados"};
constexpr std::string_view k_spanish_jobs[] = {"Directora", "Contable", "Gerente", "Dueño"};

constexpr Region k_regions[] = {
    {80, "FR", "fr_FR", k_french_men, k_french_women, k_french_surnames, k_french_towns, k_french_streets,
     k_french_companies, k_french_jobs, "063998", 4},
    {8, "DE", "de_DE", k_german_men, k_german_women, k_german_surnames, k_german_towns, k_german_streets,
     k_german_companies, k_german_jobs, "+4917139200", 2},
    {5, "GB", "en_US", k_english_men, k_english_women, k_english_surnames, k_british_towns, k_english_streets,
     k_english_companies, k_english_jobs, "+447700900", 3},
    {4, "US", "en_US", k_english_men, k_english_women, k_english_surnames, k_american_towns,
     k_english_streets, k_english_companies, k_english_jobs, "+191755501", 2},
    {3, "US", "es_ES", k_spanish_men, k_spanish_women, k_spanish_surnames, k_florida_towns, k_english_streets,
     k_spanish_companies, k_spanish_jobs, "+178655501", 2},
};

constexpr bool shares_make_a_hundred() {
  unsigned sum = 0;
  for (const Region& region : k_regions) sum += region.share;
  return sum == 100;
}
static_assert(shares_make_a_hundred());

constexpr FreeField k_free_fields[] = {{"numero_contrat", "CT-######"}, {"offre", "Offre Sérénité #"},
                                       {"montant_ttc", "####,##"},      {"agence", "Agence n° ##"},
                                       {"date_effet", "2026-0#-1#"},    {"reference_dossier", "D##-####-##"},
                                       {"canal", "Téléconseil"},        {"commentaire", "À rappeler à 1# h"}};

}  // namespace

std::span<const Region> regions() { return k_regions; }
std::span<const FreeField> free_fields() { return k_free_fields; }

}  // namespace sellsign::mock
