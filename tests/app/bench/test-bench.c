/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include <json-glib/json-glib.h>

#include "tests/app/commands/commands.h"

/* The engine's bench as a person at a terminal runs it: what it prints, not how fast it is. @ in a command
 * is the folder of the tests' data. */

static double
number (JsonObject *object, const char *key)
{
  JsonNode *node = json_object_get_member (object, key);

  if (!node || !JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) == G_TYPE_STRING)
    g_error ("there is no number “%s”", key);
  return json_node_get_double (node);
}

static void
assert_positive (JsonObject *object, const char *key)
{
  double x = number (object, key);

  if (!isfinite (x) || x <= 0.0)
    g_error ("%s is %g", key, x);
}

static void
assert_text (JsonObject *object, const char *key)
{
  const char *text = json_object_get_string_member_with_default (object, key, "");

  if (!*text)
    g_error ("there is no text “%s”", key);
}

/* Asserts least <= median <= p95. positive: a duration that is never shorter than the clock can tell. */
static void
assert_summary (JsonObject *object, const char *name, gboolean positive)
{
  static const char *const part[] = { "min_ms", "median_ms", "p95_ms" };
  double last = 0.0;

  for (guint i = 0; i < G_N_ELEMENTS (part); i++)
    {
      g_autofree char *key = g_strdup_printf ("%s%s%s", name ? name : "", name ? "_" : "", part[i]);
      double x = number (object, key);

      if (positive)
        assert_positive (object, key);
      g_assert_cmpfloat (x, >=, last);
      last = x;
    }
}

static void
test_json (gconstpointer data)
{
  static const char *const cases[] = {
    "dashboard", "dashboard_wide_dust", "everything", "sfh_only", "sfh_all", "sfh_mass_metals", "dust_only",
    "metals_sed", "observables", "observed_histories",
  };
  static const char *const numbers[] = { "load_ms", "resident_mb", "peak_mb", "runs", "threads" };
  static const char *const texts[] = { "version", "grid", "cpu", "engine", "simd" };
  static const char *const limits[] = {
    "read_one_thread_gb_s", "read_all_threads_gb_s", "exp_ns", "exp_vector_ns", "float_fma_per_ns",
    "cube_bytes",           "cube_read_ms",
  };
  static const char *const stages[] = {
    "cosmology", "sfh",   "ages",           "epochs",   "ssp",         "dust",
    "energy",    "bands", "observed bands", "spectrum", "observables", "observable histories",
  };
  g_auto (Run) r = run_env ("bench engine --json --runs 5 --threads 2 --grid @/ssp_tiny.h5", data);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  JsonObject *root, *object;
  JsonArray *array;

  g_assert_cmpstr (r.err, ==, "");
  g_assert_cmpint (r.status, ==, 0);
  json_parser_load_from_data (parser, r.out, -1, &error);
  g_assert_no_error (error);
  root = json_node_get_object (json_parser_get_root (parser));
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    assert_text (root, texts[i]);
  g_assert_cmpstr (json_object_get_string_member (root, "grid"), ==, "ssp_tiny.h5");
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    assert_positive (root, numbers[i]);
  g_assert_cmpint (json_object_get_int_member (root, "runs"), ==, 5);
  g_assert_cmpint (json_object_get_int_member (root, "threads"), ==, 2);
  g_assert_cmpfloat (number (root, "peak_mb"), >=, number (root, "resident_mb"));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_summary (root, cases[i], TRUE);

  object = json_object_get_object_member (root, "limits");
  for (guint i = 0; i < G_N_ELEMENTS (limits); i++)
    assert_positive (object, limits[i]);
  array = json_object_get_array_member (root, "stages");
  g_assert_cmpuint (json_array_get_length (array), ==, G_N_ELEMENTS (stages));
  for (guint i = 0; i < G_N_ELEMENTS (stages); i++)
    {
      object = json_array_get_object_element (array, i);
      g_assert_cmpstr (json_object_get_string_member (object, "name"), ==, stages[i]);
      assert_text (object, "case");
      assert_summary (object, NULL, FALSE);
      if (json_object_has_member (object, "limit_ms"))
        {
          assert_positive (object, "limit_ms");
          assert_text (object, "limit");
        }
    }
}

/* On a device, cases that it leaves to the CPU have no time. */
static void
test_device (void)
{
  g_autofree char *module = g_strconcat ("STARLOOM_GPU_MODULE=", g_getenv ("SL_TEST_MODULE_EMULATED"), NULL);
  const char *env[] = { module, NULL };
  g_auto (Run) r = run_env ("bench engine --runs 1 --engine cuda --grid @/ssp_tiny.h5", env);

  g_assert_cmpint (r.status, ==, 0);
  assert_has (r.err, "sfh_mass_metals is left out");
  assert_has (r.out, "CUDA, emulated");
  assert_has (r.out, "sfh_all ");
  g_assert_null (strstr (r.out, "sfh_mass_metals"));
}

static void
test_table (void)
{
  g_auto (Run) r = run ("bench engine --runs 1 --grid @/ssp_tiny.h5");

  g_assert_cmpstr (r.err, ==, "");
  g_assert_cmpint (r.status, ==, 0);
  g_assert_nonnull (strstr (r.out, "dashboard"));
  g_assert_nonnull (strstr (r.out, "ssp"));
  g_assert_nonnull (strstr (r.out, "ssp_tiny.h5"));
}

static void
test_help (void)
{
  g_auto (Run) all = run ("bench --help"), one = run ("bench engine --help");

  g_assert_cmpint (all.status, ==, 0);
  g_assert_cmpint (one.status, ==, 0);
  g_assert_nonnull (strstr (all.out, "observed_histories"));
  g_assert_nonnull (strstr (one.out, "observed_histories"));
  g_assert_nonnull (strstr (one.out, "--runs"));
}

static void
test_usage (void)
{
  static const struct { const char *command, *says; int status; } bad[] = {
    { "bench", "engine", 2 },
    { "bench motor", "motor", 2 },
    { "bench --json engine", "--json", 2 },
    { "bench engine --colour", "--colour", 2 },
    { "bench engine twice", "twice", 2 },
    { "bench engine --runs 0", "--runs", 2 },
    { "bench engine --runs 1.5", "--runs", 2 },
    { "bench engine --threads many", "many", 2 },
    { "bench engine --grid /nowhere/ssp.h5", "/nowhere/ssp.h5", 1 },
    { "bench population --n 0", "--n", 2 },
    { "bench population --engine abacus", "abacus", 2 },
    { "bench population --preset spiral", "spiral", 2 },
    { "bench ui --seconds 0", "--seconds", 2 },
    { "bench soak --events 0", "--events", 2 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    assert_fails (bad[i].command, bad[i].status, bad[i].says, NULL);
}

static void
test_population (void)
{
  static const char *const numbers[] = { "n_phi", "wall_s", "cpu_s", "gradient_wall_s", "prepare_ms" };
  g_auto (Run) r = run ("bench population --json --n 2000 --runs 1");
  g_autoptr (JsonNode) root = json_from_string (r.out, NULL);
  JsonObject *object;

  g_assert_cmpstr (r.err, ==, "");
  g_assert_nonnull (root);
  object = json_node_get_object (root);
  assert_text (object, "version");
  assert_text (object, "cpu");
  assert_text (object, "engine");
  g_assert_cmpint (json_object_get_int_member (object, "n"), ==, 2000);
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    assert_positive (object, numbers[i]);
}

int
main (int argc, char **argv)
{
  static const char *const comma[] = { "LC_ALL=de_DE.UTF-8", NULL };

  g_test_init (&argc, &argv, NULL);
  folder = g_strdup (g_getenv ("SL_DATA"));
  g_test_add_data_func ("/bench/json", NULL, test_json);
  /* If the system has this locale, numbers are written with points in it, too. */
  g_test_add_data_func ("/bench/json-comma", comma, test_json);
  g_test_add_func ("/bench/table", test_table);
  g_test_add_func ("/bench/device", test_device);
  g_test_add_func ("/bench/help", test_help);
  g_test_add_func ("/bench/usage", test_usage);
  g_test_add_func ("/bench/population", test_population);
  return g_test_run ();
}
