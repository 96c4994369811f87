/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command fit. */
#include <math.h>

#include <json-glib/json-glib.h>

#include "tests/app/commands/catalogue.h"

/* Of parameters from six bands with all their digits: the light is a sum of floats. */
#define TOL_TRUTH 1e-3
#define N_LONG 24

static char *grid;

#define POINT "redshift,logm0,av_old,lgmet_old\n0.3,12.2,0.9,-1.8\n"
/* Files of points begin with the defaults, fits with the preset `quenched`. */
#define DEFAULTS "--set lg_qt=1 --set lg_drop=-1.01773 --set lg_rejuv=-0.212307 "
#define BASE DEFAULTS "--set redshift=0.3 "

static const char *const bands[] = { "u", "g", "r", "i", "z", "y" };
#define LIST "obs:LSST/u,obs:LSST/g,obs:LSST/r,obs:LSST/i,obs:LSST/z,obs:LSST/y"
/* Twelve free parameters, so that rows of a part file are long. */
#define TWELVE                                                                                               \
  "logm0,lgmcrit,lgy_at_mcrit,indx_lo,lg_qt,qlglgdt,lg_drop,lg_rejuv,lgmet_young,lgmet_old,av_old,av_young"

/* A command with the small library. g_free. */
static char *
with_grid (const char *command)
{
  return g_strdup_printf ("%s --grid %s", command, grid);
}

static void
works (const char *command)
{
  g_autofree char *text = with_grid (command);

  assert_works (text);
}

static JsonObject *
run_json (const char *command)
{
  g_autofree char *text = with_grid (command);
  g_auto (Run) r = run (text);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = NULL;

  if (r.status != 0 || *r.err)
    g_error ("%s: status %d: %s", text, r.status, r.err);
  node = json_from_string (r.out, &error);
  g_assert_no_error (error);
  return json_object_ref (json_node_get_object (node));
}

static double
number (JsonObject *object, const char *list, guint i)
{
  return json_array_get_double_element (json_object_get_array_member (object, list), i);
}

/* Observables (n, 6) of the points in the file. g_free. */
static double *
observe (const char *points)
{
  g_autofree char *command =
      g_strdup_printf ("eval --points @/%s --out @/truth.h5 --observables " LIST, points);
  gsize dims[8] = { 0 };

  works (command);
  return read_doubles ("truth.h5", "/values", 2, dims);
}

static void
add_number (GString *csv, double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append_printf (csv, ",%s", g_ascii_dtostr (text, sizeof text, value));
}

/* The bands of a galaxy as a table of measurements. */
static void
write_table (const char *name, const char *points, const char *more)
{
  g_autoptr (GString) csv = g_string_new ("# six bands\nobservable,value,error,limit,use\n");
  g_autofree double *value = NULL;

  write_file ("one.csv", points);
  value = observe ("one.csv");
  for (guint b = 0; b < 6; b++)
    {
      g_string_append_printf (csv, "obs:LSST/%s", bands[b]);
      add_number (csv, value[b]);
      g_string_append (csv, ",0.02,,\n");
    }
  g_string_append (csv, more);
  write_file (name, csv->str);
}


/* The truth is found again; rows that are off and limits that are kept change nothing. */
static void
test_table (void)
{
  g_autoptr (JsonObject) object = NULL;
  JsonArray *rows;
  const double truth[] = { 12.2, 0.9, -1.8 };
  static const char *const kinds[] = { "off", "upper", "lower" };

  write_table ("m.csv", POINT,
               "rest:LSST/g,3,0.1,,no\nfnu:LSST/u,1e9,1,fainter,\nobs:LSST/g,5,0.1,fainter,\n");
  object = run_json ("fit --data @/m.csv --free logm0,av_old,lgmet_old " BASE "--json --out @/fit.csv");
  for (guint p = 0; p < 3; p++)
    {
      g_assert_cmpfloat_with_epsilon (number (object, "value", p), truth[p], TOL_TRUTH);
      g_assert_cmpfloat (number (object, "error", p), >, 0.0);
    }
  g_assert_cmpfloat (json_object_get_double_member (object, "chi2"), <, 1e-4);
  g_assert_cmpint (json_array_get_length (json_object_get_array_member (object, "at_bound")), ==, 0);
  g_assert_nonnull (json_object_get_string_member (object, "sentence"));
  rows = json_object_get_array_member (object, "measurements");
  g_assert_cmpuint (json_array_get_length (rows), ==, 9);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpstr (json_object_get_string_member (json_array_get_object_element (rows, 6 + i), "kind"), ==,
                     kinds[i]);
  {
    gsize length;
    g_autofree char *csv = bytes_of ("fit.csv", &length);

    assert_has (csv, "logm0,logm0_err,av_old,av_old_err,lgmet_old,lgmet_old_err,at_bound,chi2");
    assert_has (csv, "# command: starloom fit --data");
  }
}

/* For people: what was found, how well it fits, what ended at a bound. */
static void
test_text (void)
{
  g_autofree char *command =
      with_grid ("fit --data @/m.csv --free logm0,av_old " BASE "--prior av_old=uniform(0,0.2)");
  g_auto (Run) r = { 0 };

  write_table ("m.csv", POINT, "");
  r = run (command);
  g_assert_cmpint (r.status, ==, 0);
  assert_has (r.out, "does not fit");
  assert_has (r.out, "At an end of the range: av_old.");
  assert_has (r.out, "obs:LSST/u");
}

/* A prior that is narrow decides; a floor makes chi-square smaller; a robust loss is nearer to the truth. */
static void
test_options (void)
{
  g_autoptr (JsonObject) prior = NULL, plain = NULL, floor = NULL, robust = NULL;

  write_table ("m.csv", POINT, "obs:LSST/g,15,0.02,,\n");
  prior = run_json ("fit --data @/m.csv --free logm0,av_old " BASE "--json "
                    "--prior av_old=normal(0.3,0.0001)");
  plain = run_json ("fit --data @/m.csv --free logm0,av_old " BASE "--set lgmet_old=-1.8 --json");
  floor = run_json ("fit --data @/m.csv --free logm0,av_old " BASE "--set lgmet_old=-1.8 --json "
                    "--floor 0.5");
  robust = run_json ("fit --data @/m.csv --free logm0,av_old " BASE "--set lgmet_old=-1.8 --json "
                     "--loss huber");
  g_assert_cmpfloat_with_epsilon (number (prior, "value", 1), 0.3, 0.01);
  g_assert_cmpfloat (json_object_get_double_member (floor, "chi2"), <,
                     0.1 * json_object_get_double_member (plain, "chi2"));
  g_assert_cmpfloat (fabs (number (robust, "value", 1) - 0.9), <,
                     0.1 * fabs (number (plain, "value", 1) - 0.9));
}

/* Galaxies of a catalogue, one without measurements. */
static void
write_long (const char *name, guint n)
{
  g_autoptr (GString) csv = g_string_new ("name,redshift"), points = g_string_new ("redshift,logm0,av_old\n");
  g_autofree double *value = NULL;

  for (guint i = 0; i < n; i++)
    g_string_append_printf (points, "0.%d,12.%d,0.%d\n", i % 2 ? 3 : 2, i % 10, i % 7);
  write_file ("points.csv", points->str);
  value = observe ("points.csv");
  for (guint b = 0; b < 6; b++)
    g_string_append_printf (csv, ",obs:LSST/%s,obs:LSST/%s_err", bands[b], bands[b]);
  for (guint i = 0; i < n; i++)
    {
      g_string_append_printf (csv, "\n\"galaxy %u, one\",0.%d", i, i % 2 ? 3 : 2);
      for (guint b = 0; b < 6; b++)
        {
          if (i == 1)
            {
              g_string_append (csv, b % 2 ? ",," : ",-99,-99");
              continue;
            }
          add_number (csv, value[i * 6 + b]);
          g_string_append (csv, ",0.02");
        }
    }
  g_string_append_c (csv, '\n');
  write_file (name, csv->str);
}

static void
test_catalogue (void)
{
  g_autofree char *command =
      with_grid ("fit --data @/cat.csv --free logm0,av_old " DEFAULTS "--out @/cat.h5 --starts 2");
  g_autofree double *x = NULL, *covariance = NULL, *errors = NULL;
  g_auto (GStrv) names = NULL, galaxies = NULL;
  gsize dims[8] = { 0 };

  write_long ("cat.csv", 5);
  assert_tells (command, "1 of 5 galaxies have no fit");
  assert_absent ("cat.h5.part");
  x = read_doubles ("cat.h5", "/parameters", 2, dims);
  g_assert_cmpuint (dims[0], ==, 5);
  g_assert_cmpuint (dims[1], ==, 2);
  memset (dims, 0, sizeof dims);
  covariance = read_doubles ("cat.h5", "/covariance", 3, dims);
  memset (dims, 0, sizeof dims);
  errors = read_doubles ("cat.h5", "/errors", 2, dims);
  names = read_strings ("cat.h5", "/parameter_names");
  galaxies = read_strings ("cat.h5", "/galaxy");
  g_assert_cmpstr (names[1], ==, "av_old");
  g_assert_cmpstr (galaxies[4], ==, "galaxy 4, one");
  for (guint i = 0; i < 5; i++)
    {
      if (i == 1)
        {
          g_assert_true (isnan (x[2]) && isnan (errors[3]));
          continue;
        }
      g_assert_cmpfloat_with_epsilon (x[2 * i], 12.0 + 0.1 * i, TOL_TRUTH);
      /* 0 is a bound, which no search reaches. */
      g_assert_cmpfloat_with_epsilon (x[2 * i + 1], 0.1 * i, i ? TOL_TRUTH : 5e-3);
      g_assert_cmpfloat_with_epsilon (sqrt (covariance[4 * i]), errors[2 * i], 1e-9);
    }
}

/* A killed run goes on where it ended, and its file is that of a run that was not killed, with another number
 * of threads. */
static void
test_resume (void)
{
  const char *argv[] = { g_getenv ("SL_PROGRAM"), "fit", "--data", "long.csv", "--out", "long.csv.out.csv",
                         "--free", TWELVE, "--starts", "1", "--iterations", "3", "--grid", grid, NULL };
  const char *const command = "fit --data @/long.csv --free " TWELVE " --starts 1 --iterations 3 --out ";
  g_autofree char *again = g_strconcat (command, "@/long.csv.out.csv", NULL),
                  *resume = g_strconcat (again, " --resume", NULL),
                  *other = g_strconcat (resume, " --seed 2", NULL),
                  *whole = g_strconcat (command, "@/whole.csv --threads 1", NULL);
  g_autofree char *again_text = with_grid (again), *resume_text = with_grid (resume),
                  *other_text = with_grid (other), *whole_text = with_grid (whole);
  g_autofree char *part = at ("long.csv.out.csv.part");

  write_long ("long.csv", N_LONG);
  run_until_killed (argv);
  g_assert_cmpint (size_of (part), ==, KILLED_AT);
  assert_absent ("long.csv.out.csv");
  assert_fails (again_text, 1, "long.csv.out.csv.part", "--resume", NULL);
  assert_fails (other_text, 1, "long.csv.out.csv.part", NULL);
  assert_tells (resume_text, "1 of 24 galaxies have no fit");
  assert_absent ("long.csv.out.csv.part");
  assert_tells (whole_text, "1 of 24 galaxies have no fit");
  assert_same_bytes ("long.csv.out.csv", "whole.csv");
}

/* --- faults --------------------------------------------------------------- */

static void
test_bad_files (void)
{
  static const struct {
    const char *text, *parts[3];
  } table[] = {
    { "", { "in.csv", "header" } },
    { "observable,value\nobs:LSST/g,24\n", { "line 1", "column error" } },
    { "observable,value,error\n", { "line 1", "row for each measurement" } },
    { "observable,value,error\nobs:LSST/g,24,0.1\nobs:LSST/q,24,0.1\n", { "line 3", "obs:LSST/q" } },
    { "observable,value,error\nobs:LSST/g,bright,0.1\n", { "line 2", "value", "bright" } },
    { "observable,value,error\nobs:LSST/g,nan,0.1\n", { "line 2", "value", "nan" } },
    { "observable,value,error\nobs:LSST/g,24,-0.1\n", { "line 2", "error greater than 0", "-0.1" } },
    { "observable,value,error\nobs:LSST/g,24,0\n", { "line 2", "error greater than 0" } },
    { "observable,value,error\nobs:LSST/g,24\n", { "line 2", "found 2" } },
    { "observable,value,error,limit\nobs:LSST/g,24,0.1,perhaps\n", { "line 2", "limit", "perhaps" } },
    { "observable,value,error,use\nobs:LSST/g,24,0.1,perhaps\n", { "line 2", "use", "perhaps" } },
    { "observable,value,error,use\nobs:LSST/g,24,0.1,no\n", { "none is on" } },
    { "observable,value,error\n\"obs:LSST/g,24,0.1\n", { "line 2", "quotation mark" } },
    { "24,0.1\n", { "line 1", "header row" } },
    { "id,mass\na,3\n", { "line 1", "names of observables" } },
    { "id,obs:LSST/g\na,3\n", { "line 1", "obs:LSST/g_err" } },
    { "obs:LSST/g_err,obs:LSST/g\n3,3\n", { "line 1", "obs:LSST/g" } },
    { "obs:LSST/g,obs:LSST/g_err,obs:LSST/g\n3,3,3\n", { "line 1", "twice" } },
    { "id,obs:LSST/g,obs:LSST/g_err\na,24,\n", { "line 2", "no error" } },
    { "id,obs:LSST/g,obs:LSST/g_err\na,24,faint\n", { "line 2", "obs:LSST/g_err", "faint" } },
    { "redshift,obs:LSST/g,obs:LSST/g_err\nfar,24,0.1\n", { "line 2", "redshift", "far" } },
    { "redshift,obs:LSST/g,obs:LSST/g_err\n50,24,0.1\n", { "line 2", "redshift", "range" } },
    { "av_old,obs:LSST/g,obs:LSST/g_err\n1,24,0.1\n", { "av_old", "--free" } },
    { "id,obs:LSST/g,obs:LSST/g_err\n", { "row for each galaxy" } },
  };
  g_autofree char *command =
      with_grid ("fit --data @/in.csv --free av_old --set redshift=0.3 --out @/none.csv");

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      write_file ("in.csv", table[i].text);
      assert_fails (command, 1, table[i].parts[0], table[i].parts[1], table[i].parts[2], NULL);
      assert_absent ("none.csv");
    }
}

static void
test_bad_options (void)
{
  static const struct {
    const char *options;
    int status;
    const char *parts[2];
  } table[] = {
    { "--data @/m.csv", 2, { "--free" } },
    { "--free av_old", 2, { "--data" } },
    { "--data @/m.csv --free ,", 1, { "--free", "found none" } },
    { "--data @/m.csv --free avold", 1, { "--free", "av_old" } },
    { "--data @/m.csv --free av_old,av_old", 1, { "twice" } },
    { "--data @/m.csv --free tau", 1, { "tau", "no effect" } },
    { "--data @/m.csv --free av_old --prior lgmet_old=normal(-2,1)", 1, { "--prior", "not free" } },
    { "--data @/m.csv --free av_old --prior av_old=normal(-2)", 1, { "--prior", "normal(MEAN,SIGMA)" } },
    { "--data @/m.csv --free av_old --prior av_old", 1, { "--prior", "uniform(LO,HI)" } },
    { "--data @/m.csv --free av_old --prior av_old=uniform(5,6)", 1, { "av_old", "range" } },
    { "--data @/m.csv --free av_old --loss cauchy", 1, { "--loss", "soft-l1" } },
    { "--data @/m.csv --free av_old --starts 0", 1, { "--starts" } },
    { "--data @/m.csv --free av_old --floor -1", 1, { "--floor" } },
    { "--data @/m.csv --free av_old --set redshift=0", 1, { "obs:LSST/u", "redshift" } },
    { "--data @/none.csv --free av_old", 1, { "none.csv" } },
    { "--data @/m.csv --free av_old --out @/none/fit.h5", 1, { "fit.h5" } },
    { "--data @/cat.csv --free av_old", 1, { "cat.csv", "--out" } },
    { "--data @/m.csv --free av_old --set redshift=0.3 --resume", 1, { "--resume", "m.csv" } },
  };

  write_table ("m.csv", POINT, "");
  write_file ("cat.csv", "id,obs:LSST/g,obs:LSST/g_err\na,24,0.1\n");
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *plain = g_strconcat ("fit ", table[i].options, NULL), *command = with_grid (plain);

      assert_fails (command, table[i].status, table[i].parts[0], table[i].parts[1], NULL);
    }
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  make_folder ();
  grid = g_build_filename (g_getenv ("SL_DATA"), "ssp_tiny.h5", NULL);
  g_test_add_func ("/commands-fit/table", test_table);
  g_test_add_func ("/commands-fit/text", test_text);
  g_test_add_func ("/commands-fit/options", test_options);
  g_test_add_func ("/commands-fit/catalogue", test_catalogue);
  g_test_add_func ("/commands-fit/resume", test_resume);
  g_test_add_func ("/commands-fit/bad-files", test_bad_files);
  g_test_add_func ("/commands-fit/bad-options", test_bad_options);
  status = g_test_run ();
  remove_tree (folder);
  g_free (grid);
  return status;
}
