/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `starloom population`: descriptions, catalogues, and the results that the command prints. */
#include <math.h>
#include <string.h>

#include <glib/gstdio.h>
#include <json-glib/json-glib.h>

#include "app/io/sl-population-file.h"
#include "model/io/sl-data.h"
#include "model/support/sl-error.h"
#include "model/io/sl-hdf5.h"
#include "tests/model/population/population-fields.h"

static char *folder;

static char *
in_folder (const char *name)
{
  return g_build_filename (folder, name, NULL);
}

/* Runs the program; returns its standard output or, if it fails, its standard error. */
static char *
run (int *status, const char *const *arguments)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) argv = NULL;
  g_autoptr (GError) error = NULL;
  char *out = NULL, *err = NULL;
  int wait_status;

  g_strv_builder_add (builder, g_getenv ("SL_PROGRAM"));
  for (; *arguments; arguments++)
    g_strv_builder_add (builder, *arguments);
  argv = g_strv_builder_end (builder);
  g_spawn_sync (NULL, argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, &out, &err, &wait_status, &error);
  g_assert_no_error (error);
  *status = WEXITSTATUS (wait_status);
  if (*status == 0)
    {
      g_free (err);
      return out;
    }
  g_free (out);
  return err;
}

/* ------------------------------------------------------------ descriptions */

static void
test_round_trip (void)
{
  for (guint i = 0; i < sl_population_preset_count (); i++)
    {
      g_autofree char *path = in_folder ("population.json");
      g_autoptr (GError) error = NULL;
      SlPopulationSpec spec, back;
      SlPopCatalogue *catalogue;
      SlPopPhi phi[SL_POP_MAX_PHI], phi_back[SL_POP_MAX_PHI];
      guint n;

      g_assert_true (sl_population_preset_apply (sl_population_preset_info (i)->name, &spec));
      spec.seed = 123456789012345u;
      spec.base.value[SL_PARAM_REDSHIFT] = 0.1 + 1.0 / 3.0;
      spec.observed = TRUE;
      g_assert_true (sl_population_file_save (path, NULL, &spec, &error));
      g_assert_true (sl_population_file_load (path, NULL, &back, &catalogue, &error));
      g_assert_no_error (error);
      g_assert_null (catalogue);
      n = sl_population_parameters (&spec, phi);
      g_assert_cmpuint (sl_population_parameters (&back, phi_back), ==, n);
      for (guint j = 0; j < n; j++)
        {
          g_autofree char *a = sl_population_name (&spec, &phi[j]),
                          *b = sl_population_name (&back, &phi_back[j]);

          g_assert_cmpstr (a, ==, b);
          g_assert_cmpfloat (sl_population_get (&spec, &phi[j]), ==, sl_population_get (&back, &phi_back[j]));
        }
      g_assert_cmpuint (back.seed, ==, spec.seed);
      g_assert_cmpfloat (back.base.value[SL_PARAM_REDSHIFT], ==, spec.base.value[SL_PARAM_REDSHIFT]);
      g_assert_cmpint (back.observed, ==, TRUE);
      g_assert_cmpfloat (back.bin_width, ==, spec.bin_width);
      g_assert_cmpfloat (back.cut, ==, spec.cut);
      g_assert_cmpint (back.dust, ==, spec.dust);
      g_assert_cmpint (back.burst, ==, spec.burst);
      g_assert_cmpmem (back.band, sizeof back.band, spec.band, sizeof spec.band);
    }
}

/* Each field through a file, one after the other: the same bits come back, and nothing else changes. */
static void
test_fields_file (void)
{
  g_autofree char *path = in_folder ("population.json");
  g_autoptr (GError) error = NULL;
  SlPopulationSpec spec, first;
  SlPopCatalogue *catalogue;

  population_fields_spec (&first);
  /* A file leaves out distributions of parameters that do not vary. */
  g_assert_true (sl_population_file_save (path, NULL, &first, &error));
  g_assert_true (sl_population_file_load (path, NULL, &spec, &catalogue, &error));
  g_assert_no_error (error);
  for (guint i = 0; i < sl_population_field_count (); i++)
    {
      const SlPopulationField *field = sl_population_field (i);
      SlPopulationSpec altered = spec, back;

      if (field->type != SL_POP_FIELD_DISTRIBUTIONS)
        g_assert_true (sl_population_field_same (field, &first, &spec, SL_POP_FIELD_ALL));
      /* A catalogue's file is tested on its own. */
      if (!(field->flags & SL_POP_FIELD_IN_FILE) || field->type == SL_POP_FIELD_CATALOGUE)
        continue;
      population_fields_alter (field, &altered, NULL);
      g_test_message ("%s", field->name);
      g_assert_true (sl_population_file_save (path, NULL, &altered, &error));
      g_assert_no_error (error);
      g_assert_true (sl_population_file_load (path, NULL, &back, &catalogue, &error));
      g_assert_no_error (error);
      g_assert_false (sl_population_fields_same (&back, &spec, SL_POP_FIELD_ALL));
      for (guint j = 0; j < sl_population_field_count (); j++)
        g_assert_true (sl_population_field_same (sl_population_field (j), &altered, &back, SL_POP_FIELD_ALL));
    }
}

#define HEAD "{ \"format\": \"starloom-population\", \"version\": 1, "
static const struct { const char *text, *says;
} broken[] = {
  { "", "format" },
  { "no json", "JSON" },
  /* Escapes that only some parsers know, or that are no character. */
  { "{ \"format\": \"\\666\" }", "line 1, column 14: after this" },
  { "{ \"format\": \"\\ud83d\" }", "line 1, column 14: after this" },
  { "{ \"format\": \"\\ud83d\\ude00\" }", "found \"\360\237\230\200\"" },
  { "[]", "format" },
  { "{}", "format" },
  { "{ \"format\": \"starloom-population\" }", "version" },
  { "{ \"format\": \"starloom-population\", \"version\": 2 }", "version" },
  { HEAD "\"colour\": 1 }", "colour" },
  { HEAD "\"seed\": -1 }", "seed" },
  { HEAD "\"seed\": 0.5 }", "seed" },
  { HEAD "\"dust\": 1 }", "dust" },
  { HEAD "\"galaxy\": [\"redshift=far\"] }", "redshift" },
  { HEAD "\"galaxy\": \"redshift=1\" }", "galaxy" },
  { HEAD "\"distributions\": [ 1 ] }", "distributions[0]" },
  { HEAD "\"distributions\": [ { \"parameter\": \"logm0\" } ] }", "mean" },
  { HEAD "\"distributions\": [ { \"parameter\": \"lgm0\", \"mean\": 12 } ] }", "lgm0" },
  { HEAD "\"distributions\": [ { \"parameter\": \"redshift\", \"mean\": 1 } ] }", "redshift" },
  { HEAD "\"distributions\": [ { \"parameter\": \"logm0\", \"mean\": \"12\" } ] }", "mean" },
  { HEAD "\"distributions\": [ { \"parameter\": \"logm0\", \"mean\": 120 } ] }", "120" },
  { HEAD "\"distributions\": [ { \"parameter\": \"logm0\", \"mean\": 12, \"scatter\": -1 } ] }", "logm0" },
  { HEAD "\"distributions\": [ { \"parameter\": \"logm0\", \"mean\": 12, \"shape\": \"round\" } ] }",
    "shape" },
  { HEAD "\"distributions\": [ { \"parameter\": \"logm0\", \"mean\": 12, \"component\": \"second\" } ] }",
    "component" },
  { HEAD "\"correlations\": [ [\"logm0\", \"logtc\"] ] }", "correlations[0]" },
  { HEAD "\"correlations\": [ [\"logm0\", \"logtc\", 0.5] ] }", "logm0" },
  { HEAD "\"bands\": [] }", "bands" },
  { HEAD "\"bands\": [ \"LSST/g\" ], \"cut\": { \"blue\": \"LSST/u\" } }", "blue" },
  { HEAD "\"histogram\": { \"bins\": 0 } }", "bins" },
  { HEAD "\"histogram\": { \"from\": 3, \"to\": 2 } }", "bins" },
  { HEAD "\"histogram\": { \"width\": 3 } }", "width" },
  { HEAD "\"times\": { \"n\": 1e9 } }", "times.n" },
  { HEAD "\"frame\": \"mine\" }", "frame" },
  { HEAD "\"catalogue\": \"nowhere.csv\" }", "nowhere.csv" },
};

static void
test_broken (void)
{
  g_autofree char *path = in_folder ("broken.json");

  for (guint i = 0; i < G_N_ELEMENTS (broken); i++)
    {
      g_autoptr (GError) error = NULL;
      SlPopulationSpec spec = { .seed = 77 };
      SlPopCatalogue *catalogue;

      g_assert_true (g_file_set_contents (path, broken[i].text, -1, NULL));
      g_assert_false (sl_population_file_load (path, NULL, &spec, &catalogue, &error));
      g_assert_nonnull (error);
      g_test_message ("%s", error->message);
      g_assert_nonnull (strstr (error->message, "broken.json") ?: strstr (error->message, "nowhere.csv"));
      g_assert_nonnull (strstr (error->message, broken[i].says));
      g_assert_null (catalogue);
      g_assert_cmpuint (spec.seed, ==, 77);
    }
}

/* ------------------------------------------------------------------ command */

static JsonObject *
parse (JsonParser *parser, const char *text)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (json_parser_load_from_data (parser, text, -1, &error));
  return json_node_get_object (json_parser_get_root (parser));
}

static void
test_command (void)
{
  g_autofree char *h5_path = in_folder ("sums.h5"), *galaxies_path = in_folder ("galaxies.h5"),
                  *ssp = sl_data_path ("ssp_bc03_miles.h5");
  g_autofree char *flt = sl_data_path ("filters.h5");
  const char *const arguments[] = { "population",     "--preset",   "quenching",   "-n",
                                    "3000",           "--seed",     "9",           "--set",
                                    "mean.lg_qt=0.7", "--gradient", "--json",      "--out",
                                    h5_path,          "--galaxies", galaxies_path, NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (SlTemplates) templates = sl_templates_load (ssp, &error);
  g_autoptr (SlFilterSet) filters = sl_filter_set_load (flt, &error);
  g_autoptr (SlPopulation) population = NULL;
  g_autoptr (SlPopulationResult) result = NULL;
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autofree char *text = NULL;
  SlPopulationSpec spec;
  SlPopPhi phi[SL_POP_MAX_PHI];
  JsonObject *top;
  int status;
  guint n;

  sl_population_preset_apply ("quenching", &spec);
  spec.seed = 9;
  n = sl_population_parameters (&spec, phi);
  for (guint j = 0; j < n; j++)
    if (phi[j].kind == SL_PHI_MEAN && phi[j].parameter == SL_POP_LG_QT)
      sl_population_set (&spec, &phi[j], 0.7);
  population = sl_population_new (templates, filters, &spec, 1, &error);
  g_assert_no_error (error);
  result = sl_population_result_new (&spec, TRUE);
  g_assert_true (sl_population_run (population, 0, 3000, NULL, NULL, result, &error));
  text = run (&status, arguments);
  g_assert_cmpint (status, ==, 0);
  top = parse (parser, text);
  g_assert_cmpfloat (json_object_get_double_member (top, "galaxies"), ==, 3000.0);
  for (guint b = 0; b < spec.n_bins; b++)
    {
      JsonArray *row = json_array_get_array_element (json_object_get_array_member (top, "gradient"), b);

      g_assert_cmpfloat (json_array_get_double_element (json_object_get_array_member (top, "passing"), b), ==,
                         result->cut[b]);
      for (guint j = 0; j < n; j++)
        g_assert_cmpfloat (json_array_get_double_element (row, j), ==, result->derivative[b * n + j]);
    }
  {
    g_autoptr (SlH5) file = sl_h5_open (h5_path, &error), galaxies = sl_h5_open (galaxies_path, &error);
    gsize d[2] = { spec.n_bins, n }, m[2] = { 3000, 6 };
    g_autofree double *gradient = sl_h5_read_double (file, "gradient", 2, d, &error);
    g_autofree float *mag = sl_h5_read_float (galaxies, "magnitudes", 2, m, &error),
                     *mine = g_new (float, 3000 * 6);

    g_assert_no_error (error);
    g_assert_cmpmem (gradient, d[0] * d[1] * sizeof (double), result->derivative,
                     d[0] * d[1] * sizeof (double));
    /* The file has what acts: this population has no dust, whatever its parameters are, and its bump would
     * follow the slope. Other programs, and eval, learn the form of the history and the law. */
    {
      gsize size[2] = { 3000, SL_POP_N };
      g_autofree float *points = sl_h5_read_float (galaxies, "points", 2, size, &error);
      g_autofree char *form = sl_h5_attribute_string (galaxies, "points", "sfh_model"),
                      *law = sl_h5_attribute_string (galaxies, "points", "dust_law");

      g_assert_no_error (error);
      g_assert_false (spec.dust || spec.burst);
      g_assert_cmpfloat (spec.base.value[SL_PARAM_AV_OLD], >, 0.0);
      for (guint i = 0; i < 3000; i += 100)
        {
          g_assert_cmpfloat (points[i * SL_POP_N + SL_POP_AV_YOUNG], ==, 0.0f);
          g_assert_cmpfloat (points[i * SL_POP_N + SL_POP_AV_OLD], ==, 0.0f);
          g_assert_cmpfloat (points[i * SL_POP_N + SL_POP_LGFBURST], ==, -8.0f);
          g_assert_true (isnan (points[i * SL_POP_N + SL_POP_UV_BUMP]));
        }
      g_assert_cmpstr (form, ==, "diffstar");
      g_assert_cmpstr (law, ==, "salim");
    }
    sl_population_galaxies (population, 0, 3000, NULL, mine, NULL);
    g_assert_cmpmem (mag, 3000 * 6 * sizeof (float), mine, 3000 * 6 * sizeof (float));
  }
}

/* Every setting by --set, all at once, into a description. */
static void
test_fields_command (void)
{
  g_autofree char *path = in_folder ("population.json");
  g_autoptr (GPtrArray) arguments = g_ptr_array_new (), texts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  g_autofree char *out = NULL;
  SlPopulationSpec spec, back;
  SlPopCatalogue *catalogue;
  int status;

  population_fields_spec (&spec);
  g_assert_true (sl_population_file_save (path, NULL, &spec, &error));
  g_ptr_array_add (arguments, "population");
  g_ptr_array_add (arguments, "--file");
  g_ptr_array_add (arguments, path);
  for (guint i = 0; i < sl_population_field_count (); i++)
    {
      const SlPopulationField *field = sl_population_field (i);
      g_autofree char *text = NULL;

      if (!sl_population_field_is_settable (field, &spec))
        continue;
      population_fields_alter (field, &spec, NULL);
      text = sl_population_field_to_text (field, &spec);
      g_ptr_array_add (arguments, "--set");
      g_ptr_array_add (texts, g_strdup_printf ("%s=%s", field->name, text));
      g_ptr_array_add (arguments, texts->pdata[texts->len - 1]);
    }
  g_assert_cmpuint (texts->len, >, 20);
  for (const char *const *more = (const char *const[]) { "-n", "1", "--write", path, "--json", NULL }; *more;
       more++)
    g_ptr_array_add (arguments, (gpointer) *more);
  g_ptr_array_add (arguments, NULL);
  out = run (&status, (const char *const *) arguments->pdata);
  g_test_message ("%s", out);
  g_assert_cmpint (status, ==, 0);
  g_assert_true (sl_population_file_load (path, NULL, &back, &catalogue, &error));
  g_assert_no_error (error);
  for (guint i = 0; i < sl_population_field_count (); i++)
    if (sl_population_field_is_settable (sl_population_field (i), &spec))
      {
        g_test_message ("%s", sl_population_field (i)->name);
        g_assert_true (sl_population_field_same (sl_population_field (i), &spec, &back, SL_POP_FIELD_ALL));
      }
}

static void
test_catalogue (void)
{
  g_autofree char *path = in_folder ("catalogue.csv"), *text = NULL;
  const char *const arguments[] = { "population", "--catalogue", path, "--json", NULL };
  g_autoptr (JsonParser) parser = json_parser_new ();
  int status;

  g_assert_true (g_file_set_contents (
      path, "logm0,lg_qt,av_young,av_old\n12,0.7,0.3,0.2\n11.5,0.9,0.5,0.1\n12.5,1.1,0.2,0.4\n", -1, NULL));
  text = run (&status, arguments);
  g_test_message ("%s", text);
  g_assert_cmpint (status, ==, 0);
  g_assert_cmpfloat (json_object_get_double_member (parse (parser, text), "galaxies"), ==, 3.0);
}

/* Emission lines that are switched off stay so in results and in a description that is saved and loaded. That
 * description cannot be loaded without the library, which names the lines. */
static void
test_lines (void)
{
  g_autofree char *path = in_folder ("population.json"), *with = NULL, *without = NULL, *again = NULL;
  const char *arguments[] = { "population", "--preset", "dwarfs", "-n", "500", "--json",
                              NULL,         NULL,       NULL,     NULL, NULL };
  const char *const from_file[] = { "population", "--file", path, "-n", "500", "--json", NULL };
  g_autoptr (GError) error = NULL;
  SlPopCatalogue *catalogue;
  SlPopulationSpec spec;
  int status;

  with = run (&status, arguments);
  g_assert_cmpint (status, ==, 0);
  arguments[6] = "--galaxy";
  arguments[7] = "lines_off=O III 5006.84;H I 6562.80";
  arguments[8] = "--write";
  arguments[9] = path;
  without = run (&status, arguments);
  g_assert_cmpint (status, ==, 0);
  g_assert_cmpstr (with, !=, without);
  again = run (&status, from_file);
  g_assert_cmpint (status, ==, 0);
  g_assert_cmpstr (again, ==, without);
  g_assert_false (sl_population_file_load (path, NULL, &spec, &catalogue, &error));
  g_assert_error (error, SL_ERROR, SL_ERROR_PARAMETER);
  g_assert_nonnull (strstr (error->message, "lines_off"));
}

/* A description names its catalogue relative to itself: both can be moved together. */
static void
test_relative (void)
{
  g_autofree char *csv = in_folder ("catalogue.csv"), *path = in_folder ("population.json"),
                  *here = g_get_current_dir ();
  g_autofree char *text = NULL, *elsewhere = in_folder ("elsewhere"),
                  *moved = in_folder ("elsewhere/broken.json");
  g_autoptr (GError) error = NULL;
  SlPopulationSpec spec, back;
  SlPopCatalogue *catalogue = NULL, *read = NULL;

  g_assert_true (g_file_set_contents (csv, "logm0,lg_qt\n12,0.7\n11.5,0.9\n12.5,1.1\n", -1, NULL));
  g_assert_cmpint (g_chdir (folder), ==, 0);
  sl_population_spec_init (&spec);
  catalogue = sl_population_catalogue_load ("catalogue.csv", &error);
  g_assert_no_error (error);
  sl_population_use_catalogue (&spec, catalogue);
  g_assert_true (sl_population_file_save ("population.json", NULL, &spec, &error));
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_null (strstr (text, folder));
  g_assert_true (sl_population_file_load ("population.json", NULL, &back, &read, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (read->n, ==, 3);
  sl_pop_catalogue_free (read);
  /* A description in another folder names the whole path. */
  g_assert_cmpint (g_mkdir (elsewhere, 0700), ==, 0);
  g_assert_true (sl_population_file_save ("elsewhere/broken.json", NULL, &spec, &error));
  g_assert_cmpint (g_chdir (here), ==, 0);
  g_assert_true (sl_population_file_load (moved, NULL, &back, &read, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (read->n, ==, 3);
  sl_pop_catalogue_free (read);
  sl_pop_catalogue_free (catalogue);
  g_unlink (moved);
  g_rmdir (elsewhere);
}

static void
test_mistakes (void)
{
  static const struct { const char *arguments[6]; int status; const char *says; } wrong[] = {
    { { "population", "--preset", "nobody", NULL }, 1, "mixed" },
    { { "population", "--set", "mean.logm=12", NULL }, 1, "mean.logm0" },
    { { "population", "--set", "mean.logm0=twelve", NULL }, 1, "twelve" },
    { { "population", "--set", "mean.logm0=99", NULL }, 1, "logm0" },
    { { "population", "--set", "cut.at=red", NULL }, 1, "--set cut.at: expected a number from -100 to 100" },
    { { "population", "--set", "cut.att=1", NULL }, 1, "cut.at" },
    { { "population", "--set", "frame=moving", NULL }, 1, "observed" },
    { { "population", "--set", "cut.blue=SDSS/g", NULL }, 1, "one of the bands" },
    { { "population", "--set", "galaxy=1", NULL }, 1, "--set" },
    { { "population", "--preset", "dwarfs", "--set", "fraction.mid=12", NULL }, 1, "--set" },
    { { "population", "--seed", "0.5", NULL }, 1, "--seed" },
    { { "population", "-n", "0", NULL }, 1, "--n" },
    { { "population", "-n", "many", NULL }, 1, "many" },
    { { "population", "--observed", NULL }, 1, "redshift 0" },
    { { "population", "--preset", "mixed", "--file", "x.json", NULL }, 2, "--preset" },
    { { "population", "--file", "/nowhere/x.json", NULL }, 1, "/nowhere/x.json" },
    { { "population", "--redshift", "22", NULL }, 1, "redshift" },
    { { "population", "--galaxy", "lines_off=O III 5008", NULL }, 1, "O III 5006.84" },
    { { "population", "--out", "/nowhere/x.h5", NULL }, 1, "/nowhere" },
    { { "population", "--galaxies", "/", NULL }, 1, "folder" },
    { { "population", "--galaxies", "x.h5", "-n", "1e9", NULL }, 1, "--galaxies" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      int status;
      g_autofree char *text = run (&status, wrong[i].arguments);

      g_test_message ("%s", text);
      g_assert_cmpint (status, ==, wrong[i].status);
      g_assert_nonnull (strstr (text, wrong[i].says));
    }
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("starloom-population-XXXXXX", NULL);
  g_test_add_func ("/population-cmd/round-trip", test_round_trip);
  g_test_add_func ("/population-cmd/fields-file", test_fields_file);
  g_test_add_func ("/population-cmd/fields-command", test_fields_command);
  g_test_add_func ("/population-cmd/broken", test_broken);
  g_test_add_func ("/population-cmd/command", test_command);
  g_test_add_func ("/population-cmd/catalogue", test_catalogue);
  g_test_add_func ("/population-cmd/lines", test_lines);
  g_test_add_func ("/population-cmd/relative", test_relative);
  g_test_add_func ("/population-cmd/mistakes", test_mistakes);
  status = g_test_run ();
  {
    static const char *const files[] = { "population.json", "broken.json", "sums.h5", "galaxies.h5",
                                         "catalogue.csv" };

    for (guint i = 0; i < G_N_ELEMENTS (files); i++)
      {
        g_autofree char *path = in_folder (files[i]);

        g_unlink (path);
      }
  }
  g_rmdir (folder);
  g_free (folder);
  return status;
}
