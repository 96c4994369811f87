/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plots as tables of numbers, and galaxies as command lines. */
#include "app/io/sl-export-data.h"

#include <math.h>

#include "app/session/sl-session-state.h"
#include "model/galaxy/sl-presets.h"
#include "model/support/sl-error.h"
#include "tests/app/commands/commands.h"

/* Galaxies that are turned into a command line and back. */
#define N_GALAXIES 300

static SlFigureOptions options;

static SlExportData
data_of (SlPlot *plot, const SlGalaxy *galaxy)
{
  options = (SlFigureOptions) { .galaxy = galaxy, .gradient = SL_PARAM_LG_QT };
  return (SlExportData) { .plot = plot,
                          .command = { .info = sl_figure_find ("sed"), .options = &options,
                                       .preset = "quenched" },
                          .library = "/some/where/library.h5",
                          .imf = "Kroupa (2001)" };
}

static char *
line_of (const char *plot, const SlGalaxy *galaxy, SlParamId gradient, const char *preset,
         const char *const *lines, guint n_lines)
{
  options = (SlFigureOptions) { .galaxy = galaxy, .gradient = gradient };
  return sl_figure_command (&(SlFigureCommand) { .info = sl_figure_find (plot), .options = &options,
                                                 .preset = preset, .lines = lines, .n_lines = n_lines });
}

static void
test_text (void)
{
  g_autoptr (SlPlot) plot = sl_plot_new (NULL);
  const double x[] = { 1, 2, 3 }, y[] = { 0.1, NAN, -1e-30 }, x2[] = { 2, 2, 4.5 }, y2[] = { 7, 8, 9 };
  g_autofree char *text = NULL;
  SlGalaxy galaxy;
  SlExportData data;

  g_assert_true (sl_preset_apply ("quenched", &galaxy));
  data = data_of (plot, &galaxy);
  sl_plot_set_x (plot, SL_SCALE_LINEAR, 0, 5, "<i>t</i> [Gyr]");
  sl_plot_add_panel (plot, 1);
  sl_plot_add_panel (plot, 1);
  sl_plot_add_series (plot, 0, x, y, 3,
                      &(SlSeriesOptions) { .name = "Rate, \"true\"", .unit = "M/yr", .label_x = NAN });
  sl_plot_add_series (plot, 1, x2, y2, 3, &(SlSeriesOptions) { .name = "Step", .label_x = NAN });
  sl_plot_add_series (plot, 1, x2 + 2, y2 + 2, 1, &(SlSeriesOptions) { .name = "Step", .label_x = NAN });
  text = sl_export_data_text (&data, ',', NULL);
  g_assert_nonnull (text);
  assert_has (text, "# Starloom " SL_VERSION ": sed (Spectrum)\n");
  assert_has (text, "# library: library.h5\n# initial mass function: Kroupa (2001)\n");
  assert_has (text, "# limits of lines and indices: in air\n");
  assert_has (text, "# logm0 = 12 M☉\n");
  /* One curve lacks a point that another has; a step has two points. */
  assert_has (text, "\nt [Gyr],\"Rate, \"\"true\"\" [M/yr]\",Step,Step (2)\n"
                    "1,0.1,,\n2,,7,\n2,,8,\n3,-1e-30,,\n4.5,,9,9\n");
  g_free (text);
  sl_plot_set_link (plot, SL_LINK_WAVE, 1.0);
  text = sl_export_data_text (&data, ',', NULL);
  assert_has (text, "# wavelengths: as in the row of names; in air means from 2000 A on, in vacuum below\n");
}

/* Rows of cells of a map are columns next to the curves in it; the x of a track is the quantity along it. */
static void
test_maps_and_tracks (void)
{
  g_autoptr (SlPlot) map = sl_plot_new (NULL), tracks = sl_plot_new (NULL);
  const double x_edge[] = { 1, 100, 10000 }, y_edge[] = { 0, 1, 2, 4 }, cells[] = { 1, 2, 3, NAN, 5, 6 };
  /* The centre of a cell, off by two in the last place. */
  const double x[] = { 10.000000000000004, 500 }, y[] = { 7, 8 }, t[] = { 1, 3 };
  g_autofree char *of_map = NULL, *of_tracks = NULL;
  SlGalaxy galaxy;
  SlExportData data;

  g_assert_true (sl_preset_apply ("quenched", &galaxy));
  data = data_of (map, &galaxy);
  sl_plot_set_x (map, SL_SCALE_LOG, 1, 10000, "age [Gyr]");
  sl_plot_add_panel (map, 1);
  sl_plot_set_y (map, 0, SL_SCALE_LINEAR, 0, 4, "lg <i>Z</i> [dex]");
  sl_plot_add_map (map, 0, x_edge, 2, y_edge, 3, cells, SL_RAMP_AMOUNT, 0, 6, "Share", "1/dex");
  sl_plot_add_series (map, 0, x, y, 2, &(SlSeriesOptions) { .name = "Centre", .label_x = NAN });
  of_map = sl_export_data_text (&data, ';', NULL);
  assert_has (of_map, "\nage [Gyr];Centre;Share, lg Z = 0.5 dex [1/dex];Share, lg Z = 1.5 dex [1/dex];Share, "
                      "lg Z = 3 dex [1/dex]\n"
                      "10;7;1;3;5\n500;8;;;\n1000;;2;;6\n");
  data = data_of (tracks, &galaxy);
  sl_plot_set_x (tracks, SL_SCALE_LINEAR, 0, 1, "<i>u</i> [mag]");
  sl_plot_add_panel (tracks, 1);
  sl_plot_set_y (tracks, 0, SL_SCALE_LINEAR, 0, 1, "<i>g</i>");
  sl_plot_add_track (tracks, 0, x, y, t, 2,
                     &(SlTrackOptions) { .name = "A", .along_name = "t", .along_unit = "Gyr" });
  sl_plot_add_track (tracks, 0, y, x, t + 1, 1,
                     &(SlTrackOptions) { .name = "B", .along_name = "t", .along_unit = "Gyr" });
  of_tracks = sl_export_data_text (&data, ',', NULL);
  assert_has (of_tracks, "\nt [Gyr],A: u [mag],A: g,B: u [mag],B: g\n1,10,7,,\n3,500,8,7,10\n");
}

static void
test_nothing (void)
{
  g_autoptr (SlPlot) plot = sl_plot_new (NULL);
  g_autoptr (GError) error = NULL;
  SlGalaxy galaxy;
  SlExportData data;

  sl_galaxy_init (&galaxy);
  data = data_of (plot, &galaxy);
  g_assert_null (sl_export_data_text (&data, ',', &error));
  g_assert_error (error, SL_ERROR, SL_ERROR_DATA);
  g_clear_error (&error);
  g_assert_false (sl_export_data (&data, "numbers.ods", &error));
  g_assert_error (error, SL_ERROR, SL_ERROR_FILE);
  assert_has (error->message, "numbers.ods");
}

static gboolean
same_where_it_acts (const SlGalaxy *a, const SlGalaxy *b)
{
  for (int i = 0; i < SL_N_OPTIONS; i++)
    if (sl_galaxy_option (a, i) != sl_galaxy_option (b, i))
      return FALSE;
  for (int i = 0; i < SL_N_PARAMS; i++)
    if (sl_galaxy_uses (a, i) && a->value[i] != b->value[i])
      return FALSE;
  return a->sfh_form != SL_SFH_CONTINUITY || memcmp (a->sfh_edges, b->sfh_edges, sizeof a->sfh_edges) == 0;
}

/* Galaxies are turned into a command, split as a shell does, and read again: all that acts is the same bit
 * for bit. */
static void
test_command_line (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (11);

  for (guint n = 0; n < N_GALAXIES; n++)
    {
      const char *preset = sl_preset_info (n % sl_preset_count ())->name;
      g_autofree char *line = NULL;
      g_auto (GStrv) argv = NULL;
      g_auto (SlGalaxySettings) set = { 0 };
      g_autoptr (GStrvBuilder) settings = g_strv_builder_new ();
      g_auto (GStrv) list = NULL;
      g_autoptr (GError) error = NULL;
      SlGalaxy galaxy, back;
      int argc;

      g_assert_true (sl_preset_apply (preset, &galaxy));
      for (int i = 0; i < SL_N_OPTIONS; i++)
        if (g_rand_boolean (rand))
          sl_galaxy_change_option (&galaxy, i, g_rand_int_range (rand, 0, sl_option_info (i)->n_values));
      for (int i = 0; i < SL_N_PARAMS; i++)
        if (g_rand_boolean (rand))
          {
            double lo, hi;

            sl_galaxy_range (&galaxy, i, NULL, &lo, &hi);
            galaxy.value[i] = g_rand_double_range (rand, lo, hi);
          }
      if (n % 3 == 0)
        galaxy.sfh_edges[1] = 1.0 / 64 + 1e-9;
      sl_session_state_make_valid (&galaxy);
      line = line_of ("sed", &galaxy, SL_PARAM_LG_QT, preset, NULL, 0);
      g_assert_true (g_shell_parse_argv (line, &argc, &argv, &error));
      g_assert_cmpstr (argv[0], ==, "starloom");
      g_assert_cmpstr (argv[1], ==, "render");
      for (int i = 2; i + 1 < argc; i += 2)
        {
          g_assert_true (g_str_has_prefix (argv[i], "--"));
          if (strcmp (argv[i], "--set") == 0)
            g_strv_builder_add (settings, argv[i + 1]);
          if (strcmp (argv[i], "--preset") == 0)
            g_assert_cmpstr (argv[i + 1], ==, preset);
        }
      list = g_strv_builder_end (settings);
      g_assert_true (sl_galaxy_settings_parse (&set, (const char *const *) list, &error));
      g_assert_true (sl_galaxy_settings_to_galaxy (&set, preset, &back, &error));
      g_assert_no_error (error);
      if (!same_where_it_acts (&galaxy, &back))
        g_error ("another galaxy: %s", line);
    }
}

static void
test_lines_and_tables (void)
{
  static const char *const lines[] = { "H 1 4861", "O 3 5007" };
  SlGalaxy galaxy;
  g_autofree char *line = NULL;

  g_assert_true (sl_preset_apply ("quenched", &galaxy));
  galaxy.lines_off[0] = 3;
  galaxy.sfh_form = SL_SFH_TABLE;
  galaxy.sfh_table = sl_table_intern_read ("it's mine.csv", (double[]) { -2, 0 }, (double[]) { 1, 2 }, 2,
                                           SL_TABLE_LOOKBACK_MYR, SL_TABLE_AS_IS, NULL);
  line = line_of ("sfh", &galaxy, SL_PARAM_AV_OLD, "no-preset", lines, 2);
  assert_has (line, "--preset quenched");
  assert_has (line, "--gradient av_old");
  assert_has (line, " --set 'lines_off=H 1 4861;O 3 5007'");
  assert_has (line, " --set 'sfh_table=it'\\''s mine.csv'");
  assert_has (line, " --set sfh_table_times=lookback_myr");
  g_assert_null (strstr (line, "sfh_form"));
}

/* A pin as the text of --pin, and back: the same name and the same galaxy. */
static void
test_pin (void)
{
  static const char *const names[] = { "A", "it's: \"B\", C\\", "\\:", "a=b, c" };
  static const char *const lines[] = { "H 1, 4861", "O 3: 5007" };
  SlGalaxy galaxy;

  g_assert_true (sl_preset_apply ("main-sequence", &galaxy));
  galaxy.value[SL_PARAM_LOGM0] = 12.3456789012345;
  galaxy.lines_off[0] = 3;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const SlFigurePin pin = { .name = names[i], .galaxy = &galaxy };
      SlFigureCommandPin *back = g_new0 (SlFigureCommandPin, 1);
      g_autofree char *line = NULL;
      g_auto (GStrv) argv = NULL;
      g_autoptr (GError) error = NULL;
      SlGalaxy again;
      int argc;

      options = (SlFigureOptions) { .galaxy = &galaxy, .gradient = SL_PARAM_LG_DROP,
                                    .tied = sl_param_set_of (SL_PARAM_LG_REJUV), .pins = &pin, .n_pins = 1,
                                    .differences = TRUE };
      line = sl_figure_command (&(SlFigureCommand) { .info = sl_figure_find ("colours"), .options = &options,
                                                     .lines = lines, .n_lines = 2 });
      assert_has (line, " --gradient lg_drop+lg_rejuv ");
      g_assert_true (g_shell_parse_argv (line, &argc, &argv, &error));
      g_assert_cmpstr (argv[argc - 1], ==, "--differences");
      g_assert_cmpstr (argv[argc - 3], ==, "--pin");
      g_assert_true (sl_figure_command_read_pin (argv[argc - 2], back, &error));
      g_assert_no_error (error);
      g_assert_cmpstr (back->name, ==, names[i]);
      g_assert_true (sl_galaxy_settings_to_galaxy (&back->set, back->preset, &again, &error));
      g_assert_true (same_where_it_acts (&galaxy, &again));
      g_assert_cmpstr (back->set.lines_off[0], ==, "H 1, 4861");
      g_assert_cmpstr (back->set.lines_off[1], ==, "O 3: 5007");
      sl_figure_command_pin_free (back);
    }
  assert_fails ("render --plot sfh --out @/x.csv --pin A", 1, "--pin A", "preset=quenched", NULL);
  assert_fails ("render --plot sfh --out @/x.csv --pin :av_old=1", 1, "--pin :av_old=1", NULL);
  assert_fails ("render --plot sfh --out @/x.csv --pin A:av_old=9", 1, "--pin A", "av_old", "0 to 4", NULL);
  assert_fails ("render --plot sfh --out @/x.csv --pin A:preset=no", 1, "no", "fig2", "quenched", NULL);
  assert_fails ("render --plot sfh --out @/x.csv --gradient av_old+", 1, "--gradient", NULL);
  assert_fails ("render --plot sfh --out @/x.csv --gradient lg_drop+lg_rejuw", 1, "lg_rejuv", NULL);
}

/* --at sets the redshift of the time, for pins without a preset as well. */
static void
test_at (void)
{
  g_auto (SlGalaxySettings) set = { 0 };
  g_auto (GStrv) texts = sl_galaxy_settings_with_time ((const char *[]) { "h=0.7", NULL }, "5.8");
  SlGalaxy galaxy;

  g_assert_true (sl_galaxy_settings_parse (&set, (const char *const *) texts, NULL));
  g_assert_true (sl_galaxy_settings_to_galaxy (&set, NULL, &galaxy, NULL));
  /* The universe is 5.8 Gyr old at redshift 1 with h = 0.7 and matter of 0.3, within a percent or two. */
  g_assert_cmpfloat_with_epsilon (galaxy.value[SL_PARAM_REDSHIFT], 1.0, 0.03);
  assert_fails ("render --plot sfh --out @/x.csv --at 15", 1, "t_obs=15", "0.2", "13.8", NULL);
  assert_fails ("render --plot sfh --out @/x.csv --at nan", 1, "t_obs=nan", NULL);
  assert_works ("render --plot sfh --out @/x.csv --at 13.8");
  assert_works ("render --plot sfh --out @/y.csv --at 5.8 --pin A:av_old=1 --set h=0.7");
  {
    g_autofree char *path = at ("y.csv"), *text = NULL;

    g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
    assert_has (text, " --set redshift=");
    assert_has (text, "av_old=1, redshift=0.97");
  }
}

/* The program writes the same file under a locale with a decimal comma, and a row for each time. */
static void
test_program (void)
{
  static const char *const comma[] = { "LC_NUMERIC=de_DE.UTF-8", "LC_ALL=", NULL };
  g_autofree char *first = NULL, *second = NULL, *path = at ("numbers.csv"), *tabs = at ("numbers.tsv");
  g_autofree char *last = NULL;
  g_auto (GStrv) rows = NULL;
  guint n = 0;

  {
    g_auto (Run) r = run ("render --plot colours --gradient av_old --out @/numbers.csv");

    g_assert_cmpstr (r.err, ==, "");
    g_assert_cmpint (r.status, ==, 0);
  }
  g_assert_true (g_file_get_contents (path, &first, NULL, NULL));
  {
    g_auto (Run) r = run_env ("render --plot colours --gradient av_old --out @/numbers.csv", comma);

    g_assert_cmpint (r.status, ==, 0);
  }
  g_assert_true (g_file_get_contents (path, &second, NULL, NULL));
  g_assert_cmpstr (first, ==, second);
  rows = g_strsplit (first, "\n", -1);
  for (guint i = 0; rows[i]; i++)
    if (g_ascii_isdigit (rows[i][0]))
      {
        g_auto (GStrv) cells = g_strsplit (rows[i], ",", -1);

        /* Two colours and their gradients. */
        g_assert_cmpuint (g_strv_length (cells), ==, 5);
        n++;
      }
  g_assert_cmpuint (n, ==, 100);
  {
    g_auto (Run) r = run ("render --plot sfh --out @/numbers.tsv --set igm=no");

    g_assert_cmpint (r.status, ==, 0);
  }
  g_assert_true (g_file_get_contents (tabs, &last, NULL, NULL));
  assert_has (last, "\t");
  assert_has (last, "--set igm=no");
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  make_folder ();
  g_test_add_func ("/export-data/text", test_text);
  g_test_add_func ("/export-data/maps-and-tracks", test_maps_and_tracks);
  g_test_add_func ("/export-data/nothing", test_nothing);
  g_test_add_func ("/export-data/command-line", test_command_line);
  g_test_add_func ("/export-data/lines-and-tables", test_lines_and_tables);
  g_test_add_func ("/export-data/pin", test_pin);
  g_test_add_func ("/export-data/at", test_at);
  g_test_add_func ("/export-data/program", test_program);
  status = g_test_run ();
  remove_tree (folder);
  return status;
}
