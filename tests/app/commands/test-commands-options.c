/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Options, tables, edges and lines of galaxies in commands and files. */
#include <math.h>

#include "model/galaxy/sl-options.h"
#include "tests/app/commands/commands.h"

static void
test_eval_dust_law (void)
{
  g_autofree double *salim = NULL, *calzetti = NULL, *again = NULL;
  gsize dims[8] = { 1, 1 };

  write_file ("dust.csv", "av_young,av_old\n1,1\n");
  assert_works ("eval --points @/dust.csv --out @/salim.h5 --observables rest:LSST/u");
  assert_works ("eval --points @/dust.csv --out @/calzetti.h5 --observables rest:LSST/u --dust-law calzetti");
  /* The output names the law, and can be read as an input. */
  assert_works ("eval --points @/calzetti.h5 --out @/again.h5 --observables rest:LSST/u");
  salim = read_doubles ("salim.h5", "/values", 2, dims);
  calzetti = read_doubles ("calzetti.h5", "/values", 2, dims);
  again = read_doubles ("again.h5", "/values", 2, dims);
  g_assert_cmpfloat (fabs (salim[0] - calzetti[0]), >, 1e-3);
  g_assert_cmpfloat (calzetti[0], ==, again[0]);
  /* The exponents of a law are those of its paper, unless the file gives others. */
  for (guint i = 0; i < 3; i++)
    {
      static const char *const files[] = { "av_young,av_old\n1,1\n", "delta_young,delta_old\n-0.25,-1.3\n",
                                           "delta_young,delta_old\n0.2,-1.3\n" };
      static const double expected[][2] = { { -0.7, -0.7 }, { -0.25, -1.3 }, { -0.7, -1.3 } };
      static const char *const ways[] = { "--dust-law charlot_fall", "--set dust_law=charlot_fall" };

      for (guint k = 0; k < G_N_ELEMENTS (ways); k++)
        {
          g_autofree char *command =
              g_strdup_printf ("eval --points @/slopes.csv --out @/slopes.h5 --observables rest:LSST/u %s",
                               ways[k]);
          g_auto (GStrv) names = NULL;
          g_autofree double *points = NULL;
          gsize size[8] = { 0, 0 };
          guint found = 0;

          write_file ("slopes.csv", files[i]);
          assert_works (command);
          names = read_strings ("slopes.h5", "/parameter_names");
          points = read_doubles ("slopes.h5", "/points", 2, size);
          for (gsize p = 0; names[p]; p++)
            if (g_str_has_prefix (names[p], "delta_"))
              {
                g_assert_cmpfloat (points[p], ==, expected[i][strcmp (names[p], "delta_old") == 0]);
                found++;
              }
          g_assert_cmpuint (found, ==, 2);
        }
    }
  assert_fails ("eval --points @/dust.csv --out @/x.h5 --dust-law soot", 1, "soot", "calzetti", NULL);
}

/* Each value of each option gives the same result through --set, from a column of a CSV file, and from the
 * output read as an input. The output names the value. */
static void
test_eval_options (void)
{
  for (int id = 0; id < SL_N_OPTIONS; id++)
    for (guint k = 0; k < sl_option_info (id)->n_values; k++)
      {
        const char *name = sl_option_info (id)->name, *value = sl_option_value_name (id, k);
        g_autofree char *set = NULL, *text = NULL, *path = at ("by-set.h5"), *found = NULL;
        g_autoptr (SlH5) file = NULL;
        gsize dims[8] = { 2, 1 };
        g_autofree double *by_set = NULL, *by_column = NULL, *again = NULL;

        /* Tables, which need a file, have a test of their own. */
        if (strcmp (value, "table") == 0)
          continue;
        write_file ("plain.csv", "av_old\n0.3\n0.6\n");
        set = g_strdup_printf (
            "eval --points @/plain.csv --out @/by-set.h5 --observables rest:LSST/g --set %s=%s", name, value);
        assert_works (set);
        text = g_strdup_printf ("%s,av_old\n%s,0.3\n%s,0.6\n", name, value, value);
        write_file ("column.csv", text);
        assert_works ("eval --points @/column.csv --out @/by-column.h5 --observables rest:LSST/g");
        assert_works ("eval --points @/by-set.h5 --out @/again.h5 --observables rest:LSST/g");
        by_set = read_doubles ("by-set.h5", "/values", 2, dims);
        by_column = read_doubles ("by-column.h5", "/values", 2, dims);
        again = read_doubles ("again.h5", "/values", 2, dims);
        g_assert_cmpmem (by_set, 2 * sizeof *by_set, by_column, 2 * sizeof *by_column);
        g_assert_cmpmem (by_set, 2 * sizeof *by_set, again, 2 * sizeof *again);
        file = sl_h5_open (path, NULL);
        found = sl_h5_attribute_string (file, "/points", id == SL_OPTION_SFH_FORM ? "sfh_model" : name);
        g_assert_cmpstr (found, ==, value);
      }
  /* One value for each point. */
  write_file ("each.csv", "dust_law,metals\nnoll,age\ncalzetti,mass\n");
  assert_works ("eval --points @/each.csv --out @/each.h5 --observables rest:LSST/g");
  {
    g_auto (GStrv) laws = read_strings ("each.h5", "/dust_law"), metals = read_strings ("each.h5", "/metals");

    g_assert_cmpstr (laws[1], ==, "calzetti");
    g_assert_cmpstr (metals[1], ==, "mass");
  }
  assert_works ("eval --points @/each.h5 --out @/again.h5 --observables rest:LSST/g");
}

/* The output contains tables, edges and lines, and can be read as an input. */
static void
test_eval_tables (void)
{
  static const char command[] =
      "eval --points @/one.csv --out @/whole.h5 --observables rest:LSST/g,ew:OIII5007,lgsfr "
      "--set sfh_table=@/rates.csv --set metals_table=@/metals.txt --set sfh_edges=0:1:2:3:4:5:6:7";
  gsize dims[8] = { 1, 3 }, n[8] = { 3 };
  g_autofree double *first = NULL, *second = NULL, *rates = NULL;

  write_file ("one.csv", "redshift,lgmstar_formed\n0.1,10\n");
  write_file ("rates.csv", "t,sfr\n0.5,0\n4,3\n13.8,1\n");
  write_file ("metals.txt", "0.5 -3\n13.8 -1.8\n");
  assert_works (command);
  assert_works ("eval --points @/whole.h5 --out @/again.h5 --observables rest:LSST/g,ew:OIII5007,lgsfr");
  first = read_doubles ("whole.h5", "/values", 2, dims);
  second = read_doubles ("again.h5", "/values", 2, dims);
  g_assert_cmpmem (first, 3 * sizeof *first, second, 3 * sizeof *second);
  g_assert_true (isfinite (first[0]));
  rates = read_doubles ("again.h5", "/sfh_table/sfr", 1, n);
  g_assert_cmpfloat (rates[1], ==, 3.0);
  {
    g_autofree char *path = at ("again.h5");
    g_autoptr (SlH5) file = sl_h5_open (path, NULL);
    g_autofree char *name = sl_h5_attribute_string (file, "/sfh_table", "name");
    g_autofree char *edges = sl_h5_attribute_string (file, "/points", "sfh_edges");
    g_autofree char *metals = sl_h5_attribute_string (file, "/points", "metals");

    g_assert_cmpstr (name, ==, "rates.csv");
    g_assert_cmpstr (edges, ==, "0:1:2:3:4:5:6:7");
    g_assert_cmpstr (metals, ==, "table");
  }
}

static void
test_lines_off (void)
{
  g_autofree char *path = at ("lines.h5"), *again_path = at ("lines-again.h5");

  write_file ("one.csv", "redshift\n0.1\n");
  {
    const char *const words[] = { "eval", "--points", "@/one.csv", "--out", "@/lines.h5", "--set",
                                  "lines_off=O III 5006.84; h i 6562.80 ;", NULL };
    g_auto (Run) r = run_words (words, NULL);

    g_assert_cmpstr (r.err, ==, "");
    g_assert_cmpint (r.status, ==, 0);
  }
  assert_works ("eval --points @/lines.h5 --out @/lines-again.h5");
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (SlH5) file = sl_h5_open (i ? again_path : path, NULL);
      g_autofree char *lines = sl_h5_attribute_string (file, "/points", "lines_off");

      /* In the order and the spelling of the library. */
      g_assert_cmpstr (lines, ==, "H I 6562.80;O III 5006.84");
    }
  {
    const char *const words[] = {
      "render", "--plot", "sed", "--out", "@/x.pdf", "--set", "lines_off=O III 5007", NULL
    };
    g_auto (Run) r = run_words (words, NULL);

    g_assert_cmpint (r.status, ==, 1);
    assert_has (r.err, "O III 5007");
    assert_has (r.err, "did you mean one of O III");
    assert_has (r.err, "O III 5006.84");
  }
  assert_works ("render --plot sed --out @/none-off.pdf --set lines_off=");
  assert_absent ("x.pdf");
}

static void
test_render_options (void)
{
  assert_works ("render --plot sfh --out @/bins.pdf --set sfh_form=continuity "
                "--set sfh_edges=0:0.1:0.2:0.4:0.8:1.6:3.2:12.5");
  write_file ("rates.csv", "t,sfr\n0.5,0\n4,3\n13.8,1\n");
  assert_works ("render --plot sfh --out @/table.pdf --set sfh_table=@/rates.csv --set uv_bump_free=yes "
                "--set dust_law=noll");
}

static void
test_errors (void)
{
  assert_fails ("render --plot sed --out @/x.pdf --set dust_law=soot", 1, "dust_law=soot", "calzetti", NULL);
  assert_fails ("render --plot sed --out @/x.pdf --set igm=perhaps", 1, "igm=perhaps", "no, yes", NULL);
  assert_fails ("render --plot sed --out @/x.pdf --set dustlaw=noll", 1, "dustlaw", "dust_law", NULL);
  assert_fails ("render --plot sed --out @/x.pdf --set sfh_form=table", 1, "no table", NULL);
  assert_fails ("render --plot sed --out @/x.pdf --set sfh_table=@/absent.csv", 1, "absent.csv", NULL);
  write_file ("negative.csv", "1 2\n2 -2\n");
  assert_fails ("render --plot sed --out @/x.pdf --set sfh_table=@/negative.csv", 1, "negative.csv", "row 2",
                "negative", NULL);
  write_file ("broken.csv", "1 2\n2 x\n");
  assert_fails ("render --plot sed --out @/x.pdf --set metals_table=@/broken.csv", 1, "broken.csv", "line 2",
                "x", NULL);
  assert_fails ("render --plot sed --out @/x.pdf --set sfh_edges=0:1:2", 1, "sfh_edges", "8", "found 3",
                NULL);
  assert_fails ("render --plot sed --out @/x.pdf --set sfh_edges=0:1:2:3:4:5:6:x", 1, "sfh_edges", "x", NULL);
  assert_fails ("render --plot sed --out @/x.pdf --set sfh_form=continuity --set sfh_edges=0:1:2:3:3:5:6:7",
                1, "number 4", NULL);
  assert_absent ("x.pdf");
}

/* A library whose file does not say its medium: taken as in vacuum, which is told, or as --wave-medium says.
 * The output says it, and has the wavelengths in the other medium too. */
static void
test_medium (void)
{
  g_autofree char *from = g_build_filename (g_getenv ("SL_DATA"), "ssp_tiny.h5", NULL);
  g_autofree char *path = at ("bare.h5");
  g_autoptr (GError) error = NULL;
  g_autoptr (SlH5) whole = sl_h5_open (from, &error), bare = sl_h5_create (path, &error);
  gsize dims[3] = { 0 }, one = 0;
  const char *const eval = "eval --points @/one.csv --sed --observables ew:Halpha --grid @/bare.h5 --out @/",
                   *const axes[] = { "ssp_lgmet", "ssp_lg_age_gyr", "ssp_wave" };

  for (guint i = 0; i < 3; i++)
    {
      g_autofree double *axis = sl_h5_read_double (whole, axes[i], 1, &one, &error);

      g_assert_true (sl_h5_write_double (bare, axes[i], 1, &one, axis, &error));
      dims[i] = one, one = 0;
    }
  {
    g_autofree float *flux = sl_h5_read_float (whole, "ssp_flux", 3, dims, &error);

    g_assert_true (sl_h5_write_float (bare, "ssp_flux", 3, dims, flux, &error)
                   && sl_h5_commit (bare, &error));
  }
  write_file ("one.csv", "av_old\n0.3\n");
  for (guint air = 0; air < 2; air++)
    {
      g_autofree char *name = g_strdup_printf ("medium-%u.h5", air), *out = at (name);
      g_autofree char *command = g_strconcat (eval, name, air ? " --wave-medium air" : "", NULL);
      g_autofree char *wave = NULL, *all = NULL, *other = NULL;
      g_auto (Run) r = run (command);
      g_autoptr (SlH5) file = NULL;

      g_assert_cmpint (r.status, ==, 0);
      g_assert_cmpint (strstr (r.err, "does not say") != NULL, ==, !air);
      file = sl_h5_open (out, &error);
      g_assert_no_error (error);
      all = sl_h5_attribute_string (file, "/", "wavelengths");
      wave = sl_h5_attribute_string (file, "/wave", "medium");
      other = sl_h5_attribute_string (file, air ? "/wave_vacuum" : "/wave_air", "medium");
      assert_has (all, air ? "Angstrom, air" : "Angstrom, vacuum");
      assert_has (all, "the library does not say");
      g_assert_true (g_str_has_prefix (wave, air ? "air" : "vacuum"));
      g_assert_true (g_str_has_prefix (other, air ? "vacuum" : "air"));
    }
  {
    g_autofree char *against = g_strdup_printf ("check --wave-medium vacuum --grid %s", from);
    g_auto (Run) r = run (against);

    g_assert_cmpint (r.status, ==, 1);
    assert_has (r.out, "“air”");
  }
  assert_fails ("eval --points @/one.csv --out @/x.h5 --wave-medium water", 1, "--wave-medium", "water",
                NULL);
  {
    g_auto (Run) r = run ("check --grid @/bare.h5");

    assert_has (r.out, "assumed");
    assert_has (r.out, "no emission lines");
    assert_has (r.out, "Resolution (FWHM): Not in the file");
  }
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  make_folder ();
  g_test_add_func ("/commands-options/dust-law", test_eval_dust_law);
  g_test_add_func ("/commands-options/options", test_eval_options);
  g_test_add_func ("/commands-options/tables", test_eval_tables);
  g_test_add_func ("/commands-options/lines-off", test_lines_off);
  g_test_add_func ("/commands-options/render", test_render_options);
  g_test_add_func ("/commands-options/errors", test_errors);
  g_test_add_func ("/commands-options/medium", test_medium);
  status = g_test_run ();
  remove_tree (folder);
  return status;
}
