/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include <gio/gio.h>
#include <json-glib/json-glib.h>

/* The bench as at a terminal: that it says all that it should, never how fast. SL_PROGRAM: the executable. */

typedef struct {
  int status;
  char *out, *err;
} Run;

static void
run_clear (Run *run)
{
  g_free (run->out);
  g_free (run->err);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Run, run_clear)

/* Arguments are split at blanks; @ stands for the small library's path. */
static Run
run (const char *command, const char *locale)
{
  g_autoptr (GSubprocessLauncher) launcher
    = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *grid = g_build_filename (g_getenv ("SL_DATA"), "ssp_tiny.h5", NULL);
  g_autofree char *line = g_strdup_printf ("%s %s", g_getenv ("SL_PROGRAM"), command);
  g_auto (GStrv) argv = g_strsplit (line, " ", -1);
  Run run = { 0 };

  for (guint i = 0; argv[i]; i++)
    if (strcmp (argv[i], "@") == 0)
      {
        g_free (argv[i]);
        argv[i] = g_strdup (grid);
      }
  if (locale)
    g_subprocess_launcher_setenv (launcher, "LC_ALL", locale, TRUE);
  process = g_subprocess_launcher_spawnv (launcher, (const char *const *) argv, &error);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &run.out, &run.err, &error);
  g_assert_no_error (error);
  run.status = g_subprocess_get_if_exited (process) ? g_subprocess_get_exit_status (process) : -1;
  return run;
}

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

/* median >= least, p95 >= median. positive: more than a clock of microseconds can miss. */
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
    "cosmology", "history", "ages",     "epochs",   "populations", "dust",
    "energy",    "bands",   "observed", "spectrum", "observables", "histories",
  };
  g_auto (Run) r = run ("bench engine --json --runs 5 --threads 2 --grid @", data);
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

static void
test_table (void)
{
  g_auto (Run) r = run ("bench engine --runs 1 --grid @", NULL);

  g_assert_cmpstr (r.err, ==, "");
  g_assert_cmpint (r.status, ==, 0);
  g_assert_nonnull (strstr (r.out, "dashboard"));
  g_assert_nonnull (strstr (r.out, "populations"));
  g_assert_nonnull (strstr (r.out, "ssp_tiny.h5"));
}

static void
test_help (void)
{
  g_auto (Run) all = run ("bench --help", NULL), one = run ("bench engine --help", NULL);

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
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_auto (Run) r = run (bad[i].command, NULL);

      if (r.status != bad[i].status || !strstr (r.err, bad[i].says))
        g_error ("%s: status %d: %s", bad[i].command, r.status, r.err);
      g_assert_true (g_str_has_prefix (r.err, "starloom: "));
      g_assert_cmpstr (r.out, ==, "");
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/bench/json", NULL, test_json);
  /* where the system has this locale, numbers keep their points */
  g_test_add_data_func ("/bench/json-comma", "de_DE.UTF-8", test_json);
  g_test_add_func ("/bench/table", test_table);
  g_test_add_func ("/bench/help", test_help);
  g_test_add_func ("/bench/usage", test_usage);
  return g_test_run ();
}
