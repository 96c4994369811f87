/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <signal.h>
#include <string.h>

#include "app/figures/sl-figures.h"
#include "model/galaxy/sl-options.h"
#include "model/galaxy/sl-presets.h"
#include "tests/app/commands/commands.h"

/* Agreement with the reference tables that every engine must reach. */
#define MAGNITUDE_TOLERANCE 1e-5
#define WIDTH_TOLERANCE 1e-4
#define SED_TOLERANCE 3e-6
#define LG_TOLERANCE 1e-6
#define N_TABLE_OBS 18

/* The reference has the parameters up to h. */
#define N_REFERENCE (SL_PARAM_H + 1)
/* Parameters of a galaxy with the default star-formation history: these, and the ones of options. */
#define N_COLUMNS (N_REFERENCE + SL_N_PARAMS - SL_PARAM_LGMET_SHIFT)

/* --- general -------------------------------------------------------------- */

static void
test_help (void)
{
  static const char *const commands[] = { "eval", "render", "hessian", "fisher", "walk", "check" };
  g_auto (Run) help = run ("--help"), version = run ("--version");

  g_assert_cmpint (help.status, ==, 0);
  g_assert_cmpint (version.status, ==, 0);
  g_assert_true (g_str_has_prefix (version.out, "starloom "));
  assert_has (help.out, "Exit status:");
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_autofree char *line = g_strdup_printf ("%s --help", commands[i]);
      g_auto (Run) own = run (line);

      assert_has (help.out, commands[i]);
      g_assert_cmpint (own.status, ==, 0);
      assert_has (own.out, "Exit status:");
      g_assert_cmpstr (own.err, ==, "");
    }
  {
    g_auto (Run) own = run ("eval --help");

    assert_has (own.out, "--points");
    assert_has (own.out, "--extrapolate");
  }
}

static void
test_usage (void)
{
  assert_fails ("evaluate", 2, "evaluate", "eval", "render", "check", NULL);
  assert_fails ("--colour", 2, "--colour", "--help", NULL);
  assert_fails ("eval --point x", 2, "--point", "--points", "--jacobian", NULL);
  assert_fails ("eval --points x.csv", 2, "--out", NULL);
  assert_fails ("eval --out x.h5", 2, "--points", NULL);
  assert_fails ("eval --points", 2, "--points", NULL);
  assert_fails ("eval x.csv --out y.h5 --points z.csv", 2, "x.csv", NULL);
  assert_fails ("render --plot sed", 2, "--out", NULL);
  assert_fails ("render --out x.pdf", 2, "--plot", "sfh", NULL);
  assert_fails ("check all", 2, "all", NULL);
  assert_fails ("hessian --params lg_qt", 2, "--observables", NULL);
  assert_fails ("hessian --observables rest:LSST/g", 2, "--params", NULL);
  assert_fails ("hessian --sigma 1", 2, "--sigma", "--params", NULL);
  assert_fails ("fisher --params lg_qt --observables rest:LSST/g", 2, "--sigma", NULL);
}

/* --- eval ----------------------------------------------------------------- */

static void
test_eval_csv (void)
{
  g_auto (GStrv) names = NULL, units = NULL, parameters = NULL;
  g_autofree double *values = NULL;
  gsize dims[8] = { 0, 0 };
  const char *const *expected = sl_figure_observables ();

  write_file ("in.csv", "\xef\xbb\xbf# three galaxies\r\n\"redshift\", lg_qt ,uv_bump,\"sfh_model\"\r\n"
                        "0,1.0,,diffstar\r\n\r\n"
                        "0.5,0.9,nan,\"diffstar\"\r\n# the last\r\n0.5,0.9,3.0,diffstar");
  assert_works ("eval --points @/in.csv --out @/out.h5");
  names = read_strings ("out.h5", "/observable_names");
  units = read_strings ("out.h5", "/observable_units");
  parameters = read_strings ("out.h5", "/parameter_names");
  values = read_doubles ("out.h5", "/values", 2, dims);
  g_assert_cmpuint (dims[0], ==, 3);
  g_assert_cmpuint (dims[1], ==, g_strv_length ((char **) expected));
  /* The parameters of this star-formation history, in the order of the table, and no others. */
  g_assert_cmpuint (g_strv_length (parameters), ==, N_COLUMNS);
  g_assert_cmpstr (parameters[0], ==, "logm0");
  for (guint k = 0; k < dims[1]; k++)
    {
      g_assert_cmpstr (names[k], ==, expected[k]);
      /* Only the observed magnitudes do not exist at z = 0. */
      if (g_str_has_prefix (names[k], "obs:"))
        g_assert_true (isnan (values[k]));
      else
        g_assert_true (isfinite (values[k]));
      g_assert_true (isfinite (values[dims[1] + k]) && isfinite (values[2 * dims[1] + k]));
      g_assert_cmpstr (units[k], !=, "");
      if (strstr (names[k], "LSST"))
        g_assert_cmpstr (units[k], ==, "mag");
      if (g_str_has_prefix (names[k], "ew:"))
        g_assert_cmpstr (units[k], ==, "Angstrom");
    }
  /* The free bump absorbs more than the tied one in the rest-frame near ultraviolet, where the observed u
   * is. */
  g_assert_cmpfloat (values[2 * dims[1] + 6], >, values[dims[1] + 6]);
  {
    g_autofree char *path = at ("out.h5");
    g_autoptr (SlH5) file = sl_h5_open (path, NULL);
    g_autofree char *program = sl_h5_attribute_string (file, "/", "program");
    g_autofree char *grid = sl_h5_attribute_string (file, "/", "grid");
    g_autofree char *air = sl_h5_attribute_string (file, "/", "wavelengths");
    g_autofree char *form = sl_h5_attribute_string (file, "/", "sfh_model");

    g_assert_true (g_str_has_prefix (program, "starloom "));
    g_assert_cmpstr (grid, ==, "ssp_bc03_miles.h5");
    assert_has (air, "air");
    g_assert_cmpstr (form, ==, "diffstar");
  }
}

/* Writes the reference points of a star-formation history as an input file; returns their number. */
static gsize
write_reference (const char *name, const char *form, gsize rows[64])
{
  g_autofree char *source = g_build_filename (g_getenv ("SL_TEST_DATA"), "exact", "points.h5", NULL),
                  *path = at (name);
  g_auto (GStrv) names = read_strings (source, "param_names"), forms = read_strings (source, "form");
  gsize dims[8] = { 0, N_REFERENCE }, n_free[1] = { 0 }, n = 0;
  g_autofree double *params = read_doubles (source, "params", 2, dims);
  g_autofree double *bump = read_doubles (source, "uv_bump_free", 1, n_free);
  g_autoptr (GError) error = NULL;
  g_autoptr (SlH5) file = NULL;

  for (gsize i = 0; i < dims[0]; i++)
    if (strcmp (forms[i], form) == 0)
      {
        g_assert_cmpuint (n, <, 64);
        memmove (params + n * N_REFERENCE, params + i * N_REFERENCE, N_REFERENCE * sizeof *params);
        if (bump[i] == 0.0)
          params[n * N_REFERENCE + SL_PARAM_UV_BUMP] = NAN;
        rows[n++] = i;
      }
  dims[0] = n;
  file = sl_h5_create (path, &error);
  g_assert_no_error (error);
  sl_h5_write_strings (file, "/parameter_names", (const char *const *) names, N_REFERENCE, &error);
  g_assert_no_error (error);
  sl_h5_write_double (file, "/points", 2, dims, params, &error);
  g_assert_no_error (error);
  sl_h5_set_attribute_string (file, "/points", "sfh_model", form, &error);
  g_assert_no_error (error);
  sl_h5_commit (file, &error);
  g_assert_no_error (error);
  return n;
}

static void
test_eval_reference (void)
{
  static const char *const forms[] = { "diffstar", "diffstar_lag" };
  /* The default observables without lgmstar_surviving, which has another name in the table. */
  static const char list[] =
      "rest:LSST/u,rest:LSST/g,rest:LSST/r,rest:LSST/i,rest:LSST/z,rest:LSST/y,obs:LSST/u,obs:LSST/g,"
      "obs:LSST/r,obs:LSST/i,obs:LSST/z,obs:LSST/y,ew:OIII5007,ew:Hbeta,ew:Halpha,ew:OII3727,"
      "lgmstar_formed,lgsfr";
  g_autofree char *source = g_build_filename (g_getenv ("SL_TEST_DATA"), "exact", "points.h5", NULL);
  gsize dims[8] = { 0, N_TABLE_OBS };
  g_autofree double *table = read_doubles (source, "observables", 2, dims);

  for (guint f = 0; f < G_N_ELEMENTS (forms); f++)
    {
      gsize rows[64], n = write_reference ("reference.h5", forms[f], rows), out_dims[8] = { n, N_TABLE_OBS };
      g_autofree char *command =
          g_strdup_printf ("eval --points @/reference.h5 --out @/computed.h5 --extrapolate "
                           "--set igm=no --observables %s",
                           list);
      g_autofree double *values = NULL;

      g_assert_cmpuint (n, >, 0);
      assert_tells (command, "ew:Halpha: with sigma_v = ");
      values = read_doubles ("computed.h5", "/values", 2, out_dims);
      for (gsize i = 0; i < n; i++)
        for (guint k = 0; k < N_TABLE_OBS; k++)
          {
            double expected = table[rows[i] * N_TABLE_OBS + k], found = values[i * N_TABLE_OBS + k];

            if (!isfinite (expected))
              g_assert_true (isnan (found));
            else if (k < 12)
              g_assert_cmpfloat_with_epsilon (found, expected, MAGNITUDE_TOLERANCE);
            else if (k < 16)
              g_assert_cmpfloat_with_epsilon (found, expected, WIDTH_TOLERANCE * MAX (fabs (expected), 1.0));
            else
              g_assert_cmpfloat_with_epsilon (found, expected, LG_TOLERANCE);
          }
    }
}

/* Line bands in the name of an observable contain no comma, which separates observables. Units are written as
 * programs read them. */
static void
test_eval_observables (void)
{
  static const char *const unit[] = { "Angstrom",  "mag",  "uJy",     "1/s", "Gyr",
                                      "Msun/Lsun", "Lsun", "Msun/yr", "" };
  const guint n = G_N_ELEMENTS (unit);
  g_auto (GStrv) names = NULL, units = NULL, descriptions = NULL;
  g_autofree double *values = NULL;
  gsize dims[8] = { 0, 0 };

  write_file ("one.csv", "redshift\n0.2\n");
  assert_works (
      "eval --points @/one.csv --out @/kinds.h5 --observables ew:4997-5017+4970-4994+5020-5045,"
      "index:5154.125-5196.625+4895.125-4957.625+5301.125-5366.125+mag,fnu:LSST/i,lgqion,age_light,ml:LSST/r,"
      "lglir,lgsfr100,d4000n");
  names = read_strings ("kinds.h5", "/observable_names");
  units = read_strings ("kinds.h5", "/observable_units");
  /* A mass says which, and with which initial mass function. */
  descriptions = read_strings ("kinds.h5", "/observable_descriptions");
  g_assert_cmpstr (descriptions[5], ==, "M living + remnants/L(r) (Kroupa)");
  values = read_doubles ("kinds.h5", "/values", 2, dims);
  g_assert_cmpuint (dims[1], ==, n);
  g_assert_cmpstr (names[0], ==, "ew:4997-5017+4970-4994+5020-5045");
  for (guint k = 0; k < n; k++)
    {
      g_assert_cmpstr (units[k], ==, unit[k]);
      g_assert_true (isfinite (values[k]));
    }
  assert_fails ("eval --points @/one.csv --out @/x.h5 --observables ew:4997-5017", 1, "ew:4997-5017",
                "three bands", NULL);
  assert_works ("eval --list");
}

/* A library from 3500 to 7500 A: of bands beyond it there is no value, and the reason is told; on request the
 * covered part counts, or what DSPS gives. */
static void
test_eval_edges (void)
{
  static const char *const edges[] = { "none", "covered", "dark" };
  g_autofree char *grid = g_build_filename (g_getenv ("SL_TEST_DATA"), "grid-3500-to-7500.h5", NULL);
  double found[3][2];

  write_file ("one.csv", "redshift\n0\n");
  for (guint i = 0; i < G_N_ELEMENTS (edges); i++)
    {
      g_autofree char *command = g_strdup_printf ("eval --points @/one.csv --out @/edges.h5 --grid %s --set "
                                                  "band_edges=%s --observables rest:LSST/i,rest:LSST/r",
                                                  grid, edges[i]);
      gsize dims[8] = { 1, 2 };
      g_auto (Run) r = run (command);
      g_autofree double *values = read_doubles ("edges.h5", "/values", 2, dims);

      g_assert_cmpint (r.status, ==, 0);
      g_assert_cmpint (strstr (r.err, "LSST/i") != NULL, ==, i == 0);
      g_assert_null (strstr (r.err, "LSST/r"));
      memcpy (found[i], values, sizeof found[i]);
    }
  g_assert_true (isnan (found[0][0]));
  g_assert_cmpfloat (found[0][1], ==, found[1][1]);
  g_assert_cmpfloat (found[2][0] - found[1][0], >, 0.5);
  g_assert_cmpfloat (fabs (found[1][0] - found[1][1]), <, 0.5);
}

static void
test_eval_sed_and_jacobian (void)
{
  g_autofree char *source = g_build_filename (g_getenv ("SL_TEST_DATA"), "exact", "points.h5", NULL);
  gsize rows[64], n = write_reference ("reference.h5", "diffstar", rows);
  gsize dims[8] = { n, 0 }, n_wave[8] = { 0 }, jac_dims[8] = { n, 2, N_COLUMNS }, all[8] = { 0, 0 };
  g_autofree double *sed = NULL, *intrinsic = NULL, *wave = NULL, *jacobian = NULL, *expected = NULL;

  assert_works ("eval --points @/reference.h5 --out @/full.h5 --extrapolate --sed --jacobian --threads 1 "
                "--observables rest:LSST/g-r,lgsfr");
  sed = read_doubles ("full.h5", "/sed", 2, dims);
  intrinsic = read_doubles ("full.h5", "/sed_intrinsic", 2, dims);
  wave = read_doubles ("full.h5", "/wave", 1, n_wave);
  jacobian = read_doubles ("full.h5", "/jacobian", 3, jac_dims);
  expected = read_doubles (source, "sed", 2, all);
  g_assert_cmpuint (dims[1], ==, n_wave[0]);
  g_assert_cmpuint (dims[1], ==, all[1]);
  for (gsize i = 0; i < n; i++)
    {
      const double *found = sed + i * dims[1], *want = expected + rows[i] * all[1];
      double top = 0.0;

      for (gsize k = 0; k < dims[1]; k++)
        top = MAX (top, want[k]);
      for (gsize k = 0; k < dims[1]; k++)
        {
          /* Far below the peak single precision has no significant digits. */
          g_assert_cmpfloat_with_epsilon (found[k], want[k], SED_TOLERANCE * want[k] + 1e-9 * top);
          g_assert_cmpfloat (intrinsic[i * dims[1] + k], >=, found[k] * (1.0 - SED_TOLERANCE));
        }
      /* lgsfr does not depend on dust or metals. */
      g_assert_cmpfloat (jacobian[(i * 2 + 1) * N_COLUMNS + SL_PARAM_AV_OLD], ==, 0.0);
      g_assert_cmpfloat (jacobian[(i * 2 + 1) * N_COLUMNS + SL_PARAM_LGMET_OLD], ==, 0.0);
    }
}

/* The output can be read as an input and gives the same numbers. */
static void
test_eval_round_trip (void)
{
  gsize a_dims[8] = { 0, 0 }, b_dims[8] = { 0, 0 };
  g_autofree double *a = NULL, *b = NULL;

  write_file ("mixed.csv", "redshift,sfh_model,av_old\n0.1,diffstar,0.2\n0.2,diffstar_lag,0.3\n");
  assert_works ("eval --points @/mixed.csv --out @/first.h5");
  assert_works ("eval --points @/first.h5 --out @/second.h5");
  a = read_doubles ("first.h5", "/values", 2, a_dims);
  b = read_doubles ("second.h5", "/values", 2, b_dims);
  g_assert_cmpmem (a, a_dims[0] * a_dims[1] * sizeof *a, b, b_dims[0] * b_dims[1] * sizeof *b);
}

/* A row outside the range is named in an error, and computed with --extrapolate. */
static void
test_eval_range (void)
{
  write_file ("range.csv", "# comment\nlogm0,lg_qt\n12,1\n12,1\n12,7\n");
  assert_fails ("eval --points @/range.csv --out @/range.h5", 1, "range.csv", "line 5", "lg_qt", "7", "0.1",
                "2", "--extrapolate", NULL);
  assert_absent ("range.h5");
  assert_works ("eval --points @/range.csv --out @/range.h5 --extrapolate");
  write_file ("order.csv", "lg_drop,lg_rejuv\n-1,-2\n");
  assert_fails ("eval --points @/order.csv --out @/order.h5", 1, "line 2", "lg_rejuv", "lg_drop", NULL);
  {
    const char *const names[] = { "redshift", NULL };
    gsize dims[2] = { 4, 1 };
    double points[4] = { 0.0, 1.0, 21.0, 2.0 };
    g_autofree char *path = at ("range-in.h5");
    g_autoptr (SlH5) file = sl_h5_create (path, NULL);

    g_assert_true (sl_h5_write_strings (file, "/parameter_names", names, 1, NULL));
    g_assert_true (sl_h5_write_double (file, "/points", 2, dims, points, NULL));
    g_assert_true (sl_h5_commit (file, NULL));
  }
  assert_fails ("eval --points @/range-in.h5 --out @/range2.h5", 1, "range-in.h5", "row 2", "redshift", "21",
                NULL);
  assert_absent ("range2.h5");
}

static void
test_eval_bad_input (void)
{
  static const struct { const char *text, *says[3]; } table[] = {
    { "", { "header" } },
    { "# nothing\n", { "header" } },
    { "lg_qt\n", { "no points" } },
    { "1.0,2.0\n", { "line 1", "header", "1.0" } },
    { "logm0;lg_qt\n12;1\n", { "line 1", "commas", ";" } },
    { "logm0\tlg_qt\n12\t1\n", { "line 1", "commas", "tabs" } },
    { "lgqt\n1\n", { "line 1", "lgqt", "lg_qt" } },
    { "xxxxxxxxxxxxxxxxxxxxx\n1\n", { "line 1", "xxxxx", "logm0" } },
    { "lg_qt,lg_qt\n1,1\n", { "line 1", "lg_qt", "twice" } },
    { "logm0,lg_qt\n12\n", { "line 2", "expected 2", "found 1" } },
    { "logm0,lg_qt\n12,1,3\n", { "line 2", "expected 2", "found 3" } },
    { "logm0,lg_qt\n12,\n", { "line 2", "lg_qt" } },
    { "logm0,lg_qt\n\"12,0\",1\n", { "line 2", "logm0", "12,0" } },
    { "logm0\nabc\n", { "line 2", "logm0", "abc" } },
    { "logm0\nnan\n", { "line 2", "logm0", "nan" } },
    { "logm0\n1e999\n", { "line 2", "logm0" } },
    { "logm0\n\"12\n", { "line 2", "quotation" } },
    { "sfh_model\nexponential\n", { "line 2", "exponential", "diffstar_lag" } },
    { "logm0\n12\xff\n", { "HDF5 or CSV" } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      write_file ("bad.csv", table[i].text);
      assert_fails ("eval --points @/bad.csv --out @/bad.h5", 1, "bad.csv", table[i].says[0],
                    table[i].says[1], table[i].says[2], NULL);
      assert_absent ("bad.h5");
    }
  assert_fails ("eval --points @/absent.csv --out @/bad.h5", 1, "absent.csv", NULL);
  assert_fails ("eval --points @/absent.h5 --out @/bad.h5", 1, "absent.h5", NULL);
  write_file ("text.h5", "logm0\n12\n");
  assert_fails ("eval --points @/text.h5 --out @/bad.h5", 1, "text.h5", NULL);
}

static void
test_eval_bad_options (void)
{
  write_file ("one.csv", "redshift\n0.5\n");
  assert_fails ("eval --points @/one.csv --out @/one.csv", 1, "one.csv", "input", NULL);
  assert_works ("eval --points @/one.csv --out @/one.h5");
  assert_fails ("eval --points @/one.h5 --out @/./one.h5" /* the same file by another name */, 1, "one.h5",
                NULL);
  assert_fails ("eval --points @/one.csv --out @/one-out.txt", 1, "HDF5", NULL);
  assert_fails ("eval --points @/one.csv --out @/no/where.h5", 1, "where.h5", "folder", NULL);
  assert_fails ("eval --points @/one.csv --out @/x.h5 --engine cuda", 1, "CUDA", "missing", NULL);
  assert_tells ("eval --points @/one.csv --out @/auto.h5 --engine auto",
                "no device is used: the CUDA engine is missing");
  assert_fails ("eval --points @/one.csv --out @/x.h5 --engine abacus", 1, "abacus", "cpu", NULL);
  assert_fails ("eval --points @/one.csv --out @/x.h5 --threads 1.5", 1, "--threads", "1.5", NULL);
  assert_fails ("eval --points @/one.csv --out @/x.h5 --observables ,", 1, "--observables", NULL);
  assert_fails ("eval --points @/one.csv --out @/x.h5 --observables rest:LSST/q", 1, "rest:LSST/q", NULL);
  assert_fails ("eval --points @/one.csv --out @/x.h5 --grid @/one.h5", 1, "one.h5", NULL);
  assert_fails ("eval --points @/one.csv --out @/x.h5 --grid @/none.h5", 1, "none.h5", NULL);
  assert_absent ("x.h5");
}

/* An interrupted command leaves no result but the rows that it has computed, and says how to go on. */
static void
test_eval_interrupt (void)
{
  g_autoptr (GString) text = g_string_new ("redshift,lg_qt\n");
  g_autofree char *own = at ("interrupt"), *in = g_build_filename (own, "in.csv", NULL);
  g_autofree char *out = g_build_filename (own, "out.h5", NULL), *part = g_strconcat (out, ".part", NULL);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = NULL;
  const char *name;
  g_autofree char *err = NULL;

  g_mkdir (own, 0700);
  for (guint i = 0; i < 200000; i++)
    g_string_append_printf (text, "0.%03u,1.%02u\n", i % 1000, i % 97);
  g_file_set_contents (in, text->str, -1, &error);
  g_assert_no_error (error);
  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDERR_PIPE, &error, g_getenv ("SL_PROGRAM"), "eval",
                              "--points", in, "--out", out, "--jacobian", NULL);
  g_assert_no_error (error);
  /* Long enough for the computation to run, not for it to end. */
  g_usleep (2 * G_USEC_PER_SEC);
  g_subprocess_send_signal (process, SIGINT);
  g_subprocess_communicate_utf8 (process, NULL, NULL, NULL, &err, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (process));
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 130);
  assert_has (err, "interrupted");
  assert_has (err, "--resume");
  dir = g_dir_open (own, 0, NULL);
  while ((name = g_dir_read_name (dir)))
    g_assert_true (strcmp (name, "in.csv") == 0 || strcmp (name, "out.h5.part") == 0);
  g_unlink (part);
  g_unlink (in);
  g_rmdir (own);
}

/* A locale with a decimal comma changes neither what is read nor what is written. */
static void
test_comma_locale (void)
{
  g_autofree char *place = at ("de_DE.UTF-8");
  const char *const make[] = { "localedef", "-i", "de_DE", "-f", "UTF-8", place, NULL };
  g_autofree char *locpath = g_strdup_printf ("LOCPATH=%s", folder);
  const char *const env[] = { locpath, "LC_ALL=de_DE.UTF-8", "LANGUAGE=C", NULL };
  gsize a_dims[8] = { 0, 0 }, b_dims[8] = { 0, 0 };
  g_autofree double *a = NULL, *b = NULL;
  int status = 0;

  if (!g_spawn_sync (NULL, (char **) make, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL,
                     NULL, NULL, &status, NULL)
      || !g_spawn_check_wait_status (status, NULL))
    {
      g_test_skip ("no localedef or no de_DE source to make the locale from");
      return;
    }
  write_file ("comma.csv", "redshift,lg_qt\n0.25,0.95\n0.5,1.05\n");
  assert_works ("eval --points @/comma.csv --out @/point.h5");
  {
    g_auto (Run) r = run_env ("eval --points @/comma.csv --out @/comma.h5", env);
    g_auto (Run) svg =
        run_env ("render --plot sed --out @/comma.svg --width-mm 88.5 --set redshift=0.25", env);
    g_auto (Run) plain = run ("render --plot sed --out @/point.svg --width-mm 88.5 --set redshift=0.25");
    g_auto (Run) check = run_env ("check", env);
    g_auto (Run) fisher = run_env ("fisher --observables rest:LSST/g --params lg_qt --sigma 0.05", env);
    g_auto (Run) plain_fisher = run ("fisher --observables rest:LSST/g --params lg_qt --sigma 0.05");
    g_autofree char *comma_path = at ("comma.svg"), *svg_text = NULL;

    g_assert_cmpstr (r.err, ==, "");
    g_assert_cmpint (r.status, ==, 0);
    g_assert_cmpstr (svg.err, ==, "");
    g_assert_cmpint (svg.status, ==, 0);
    g_assert_cmpint (plain.status, ==, 0);
    /* check prints the separator on screen: this run did use a comma. */
    assert_has (check.out, "“,”");
    assert_has (fisher.out, "0.05");
    g_assert_cmpstr (fisher.out, ==, plain_fisher.out);
    g_assert_true (g_file_get_contents (comma_path, &svg_text, NULL, NULL));
    g_assert_nonnull (strstr (svg_text, "width=\"250."));
  }
  a = read_doubles ("point.h5", "/values", 2, a_dims);
  b = read_doubles ("comma.h5", "/values", 2, b_dims);
  g_assert_cmpmem (a, a_dims[0] * a_dims[1] * sizeof *a, b, b_dims[0] * b_dims[1] * sizeof *b);
}

/* --- render --------------------------------------------------------------- */

static void
test_render (void)
{
  static const struct { const char *ending, *start; gsize least; } formats[] = {
    { "pdf", "%PDF-", 8000 }, { "svg", "<?xml", 8000 }, { "png", "\x89PNG", 8000 },
  };

  /* Each plot of each preset once; the presets take turns with the formats. */
  for (guint p = 0; p < sl_preset_count (); p++)
    for (guint k = 0; k < sl_figure_count (); k++)
      {
        const guint f = (p + k) % G_N_ELEMENTS (formats);
        const char *preset = sl_preset_info (p)->name, *plot = sl_figure_info (k)->name;
        g_autofree char *name = g_strdup_printf ("%s-%s.%s", preset, plot, formats[f].ending);
        g_autofree char *path = at (name), *text = NULL;
        g_autofree char *command =
            g_strdup_printf ("render --preset %s --plot %s --out @/%s --width-mm 88", preset, plot, name);
        gsize length;

        assert_works (command);
        g_assert_true (g_file_get_contents (path, &text, &length, NULL));
        g_assert_true (memcmp (text, formats[f].start, strlen (formats[f].start)) == 0);
        g_assert_cmpuint (length, >, formats[f].least);
      }
}

/* Choices of a plot change it; a choice that it does not have is an error. */
static void
test_render_choices (void)
{
  static const struct { const char *with, *says;
  } wrong[] = {
    { "quantity=magic", "nulnu" },
    { "colour=red", "quantity" },
    { "quantity", "NAME=VALUE" },
    { "=lnu", "quantity" },
  };
  g_autofree char *plain = NULL, *other = NULL, *plain_path = at ("choice-0.svg"),
                  *other_path = at ("choice-1.svg");

  assert_works ("render --plot sed -g av_old --out @/choice-0.svg");
  assert_works (
      "render --plot sed -g av_old --also lg_qt --with quantity=ab -w frame=observed --out @/choice-1.svg");
  g_assert_true (g_file_get_contents (plain_path, &plain, NULL, NULL));
  g_assert_true (g_file_get_contents (other_path, &other, NULL, NULL));
  g_assert_cmpstr (plain, !=, other);
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autofree char *command =
          g_strdup_printf ("render --plot sed --with %s --out @/never.svg", wrong[i].with);
      g_auto (Run) r = run (command);

      g_assert_cmpint (r.status, !=, 0);
      assert_has (r.err, "--with");
      assert_has (r.err, wrong[i].says);
    }
}

static void
test_render_list (void)
{
  g_auto (Run) r = run ("render --list");

  g_assert_cmpint (r.status, ==, 0);
  for (guint i = 0; i < sl_preset_count (); i++)
    assert_has (r.out, sl_preset_info (i)->name);
  for (guint i = 0; i < sl_figure_count (); i++)
    assert_has (r.out, sl_figure_info (i)->name);
  for (guint i = 0; i < sl_figure_count (); i++)
    for (const SlFigureChoice *c = sl_figure_info (i)->choices; c && c->name; c++)
      for (const SlFigureValue *v = c->values; v->name; v++)
        {
          assert_has (r.out, c->name);
          assert_has (r.out, v->name);
        }
  assert_has (r.out, "lg_qt");
  for (int i = 0; i < SL_N_OPTIONS; i++)
    for (guint k = 0; k < sl_option_info (i)->n_values; k++)
      {
        assert_has (r.out, sl_option_info (i)->name);
        assert_has (r.out, sl_option_value_name (i, k));
      }
  assert_has (r.out, "sfh_table");
  assert_has (r.out, "lines_off");
}

static void
test_render_options (void)
{
  g_autofree char *plain_path = at ("plain.svg"), *set_path = at ("set.svg"), *plain = NULL, *set = NULL;

  assert_works ("render --plot colours --out @/plain.svg");
  assert_works (
      "render --plot colours --out @/set.svg --set lg_qt=0.9 --set redshift=1 --gradient lgmet_old --dark");
  g_assert_true (g_file_get_contents (plain_path, &plain, NULL, NULL));
  g_assert_true (g_file_get_contents (set_path, &set, NULL, NULL));
  g_assert_cmpstr (plain, !=, set);
  assert_works ("render --preset main-sequence --plot sfh --out @/lag.pdf --set sfh_model=diffstar_lag --set "
                "tau_dep=3");
}

static void
test_render_errors (void)
{
  assert_fails ("render --preset spiral --plot sed --out @/x.pdf", 1, "spiral", "quenched", "main-sequence",
                NULL);
  assert_fails ("render --plot sad --out @/x.pdf", 1, "sad", "sed", "sfh", "colours", "oiii", NULL);
  assert_fails ("render --plot sed --out @/x.jpg", 1, "x.jpg", "pdf", "svg", "png", NULL);
  assert_fails ("render --plot sed --out @/x.pdf --set lgqt=1", 1, "lgqt", "lg_qt", NULL);
  assert_fails ("render --plot sed --out @/x.pdf --set lg_qt", 1, "lg_qt", "=", NULL);
  assert_fails ("render --plot sed --out @/x.pdf --set lg_qt=abc", 1, "lg_qt", "abc", NULL);
  assert_fails ("render --plot sed --out @/x.pdf --set lg_qt=9", 1, "lg_qt", "9", NULL);
  assert_fails ("render --plot sed --out @/x.pdf --set sfh_model=tau9", 1, "tau9", "diffstar", NULL);
  assert_fails ("render --plot sed --out @/x.pdf --gradient metals", 1, "metals", NULL);
  assert_fails ("render --plot sed --out @/x.pdf --width-mm 0", 1, "--width-mm", NULL);
  assert_fails ("render --plot sed --out @/x.pdf --width-mm 9e9", 1, "--width-mm", NULL);
  assert_fails ("render --plot sed --out @/no/x.pdf", 1, "x.pdf", NULL);
  assert_absent ("x.pdf");
  assert_absent ("x.jpg");
}

/* --- check ---------------------------------------------------------------- */

static void
test_check (void)
{
  g_auto (Run) r = run ("check");

  if (r.status != 0)
    g_error ("check: status %d: %s%s", r.status, r.out, r.err);
  assert_has (r.out, "numbers: main-sequence");
  assert_has (r.out, "numbers: quenched");
  assert_has (r.out, "derivatives:");
  assert_has (r.out, "ssp_bc03_miles.h5");
  assert_has (r.out, "no faults");
  g_assert_null (strstr (r.out, "FAULT"));
}

/* A damaged file is found and named together with the fix. */
static void
test_check_damage (void)
{
  static const char *const files[] = { "SHA256SUMS", "LIBRARY.md", "ssp_bc03_miles.h5", "ssp_tiny.h5",
                                       "filters.h5", "dust_emission_dl07.h5", "igm_inoue2014.h5" };
  g_autofree char *own = at ("data"), *env_text = g_strdup_printf ("STARLOOM_DATA=%s", own);
  const char *const env[] = { env_text, NULL };

  g_mkdir (own, 0700);
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *from = g_build_filename (g_getenv ("SL_DATA"), files[i], NULL);
      g_autofree char *to = g_build_filename (own, files[i], NULL), *data = NULL;
      gsize length;

      g_assert_true (g_file_get_contents (from, &data, &length, NULL));
      if (strcmp (files[i], "filters.h5") == 0)
        data[length / 2] ^= 1;
      g_assert_true (g_file_set_contents (to, data, length, NULL));
    }
  {
    g_auto (Run) r = run_env ("check", env);

    g_assert_cmpint (r.status, ==, 1);
    assert_has (r.out, "FAULT  data: ");
    assert_has (r.out, "filters.h5");
    assert_has (r.out, "Install");
  }
  {
    g_autofree char *grid = g_build_filename (own, "ssp_bc03_miles.h5", NULL);
    g_autofree char *fault = g_strdup_printf ("FAULT  data: %s: expected a file of data", grid);

    /* If nothing were there, the program would find the copy in the source tree. */
    g_assert_cmpint (g_unlink (grid), ==, 0);
    g_assert_cmpint (g_mkdir (grid, 0700), ==, 0);
    {
      g_auto (Run) r = run_env ("check", env);

      g_assert_cmpint (r.status, ==, 1);
      assert_has (r.out, fault);
      assert_has (r.out, "FAULT  engine: ");
    }
    g_assert_cmpint (g_rmdir (grid), ==, 0);
  }
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = g_build_filename (own, files[i], NULL);

      g_unlink (path);
    }
  g_rmdir (own);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  make_folder ();
  g_test_add_func ("/commands/help", test_help);
  g_test_add_func ("/commands/usage", test_usage);
  g_test_add_func ("/commands/eval/csv", test_eval_csv);
  g_test_add_func ("/commands/eval/reference", test_eval_reference);
  g_test_add_func ("/commands/eval/observables", test_eval_observables);
  g_test_add_func ("/commands/eval/edges", test_eval_edges);
  g_test_add_func ("/commands/eval/sed-and-jacobian", test_eval_sed_and_jacobian);
  g_test_add_func ("/commands/eval/round-trip", test_eval_round_trip);
  g_test_add_func ("/commands/eval/range", test_eval_range);
  g_test_add_func ("/commands/eval/bad-input", test_eval_bad_input);
  g_test_add_func ("/commands/eval/bad-options", test_eval_bad_options);
  g_test_add_func ("/commands/eval/interrupt", test_eval_interrupt);
  g_test_add_func ("/commands/comma-locale", test_comma_locale);
  g_test_add_func ("/commands/render/all", test_render);
  g_test_add_func ("/commands/render/list", test_render_list);
  g_test_add_func ("/commands/render/choices", test_render_choices);
  g_test_add_func ("/commands/render/options", test_render_options);
  g_test_add_func ("/commands/render/errors", test_render_errors);
  g_test_add_func ("/commands/check", test_check);
  g_test_add_func ("/commands/check/damage", test_check_damage);
  status = g_test_run ();
  remove_tree (folder);
  return status;
}
