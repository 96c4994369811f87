/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <glib/gi18n.h>

#include "app/commands/sl-commands.h"
#include "app/output/sl-output.h"
#include "app/io/sl-galaxy-settings.h"
#include "app/cluster/sl-mpi.h"
#include "app/io/sl-population-file.h"
#include "app/io/sl-text.h"
#include "app/cluster/sl-population-slabs.h"
#include "gpu/host/sl-gpu-population.h"
#include "model/files/sl-kept-files.h"
#include "model/io/sl-data.h"
#include "model/support/sl-error.h"
#include "model/io/sl-hdf5.h"
#include "model/population/sl-population-device.h"
#include "model/population/sl-population-fields.h"
#include "model/population/sl-population-presets.h"

#define DEFAULT_N 100000
/* Limit of --galaxies, whose file is prepared in memory. */
#define MOST_IN_FILE 4000000
#define PROGRESS_EVERY_US (G_USEC_PER_SEC / 4)

typedef struct {
  char *preset, *file, *catalogue, *number, *seed, *redshift, *out, *galaxies, *write, *threads, *engine,
      *checkpoint;
  SlCommandData data;
  char **set, **galaxy;
  gboolean observed, gradient, json, list;
} Options;

typedef struct {
  Options options;
  SlPopulationSpec spec;
  SlPopCatalogue *catalogue_read;
  SlTemplates *templates;
  SlFilterSet *filters;
  SlPopulation *population;
  SlPopulationResult *result;
  guint64 n;
  char **names;               /* of the population's parameters */
  double *edges;              /* (bins + 1) */
  gint64 begun, shown;        /* of the progress */
  gboolean summed;
} Run;

static void
run_clear (Run *self)
{
  Options *o = &self->options;
  char *texts[] = { o->preset, o->file,     o->catalogue, o->number,  o->seed,   o->redshift,
                    o->out,    o->galaxies, o->write,     o->threads, o->engine, o->checkpoint };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (texts[i]);
  sl_command_data_clear (&o->data);
  g_strfreev (o->set);
  g_strfreev (o->galaxy);
  g_strfreev (self->names);
  g_free (self->edges);
  g_clear_pointer (&self->population, sl_population_free);
  g_clear_pointer (&self->result, sl_population_result_free);
  g_clear_pointer (&self->templates, sl_templates_unref);
  g_clear_pointer (&self->filters, sl_filter_set_unref);
  sl_pop_catalogue_free (self->catalogue_read);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Run, run_clear)

/* ------------------------------------------------------------- description */

static gboolean
start_from (Run *self, GError **error)
{
  const Options *o = &self->options;
  const char *name = o->preset ? o->preset : sl_population_preset_info (0)->name;

  if (o->file)
    return sl_population_file_load (o->file, self->templates, &self->spec, &self->catalogue_read, error);
  if (o->catalogue)
    {
      if (!(self->catalogue_read = sl_population_catalogue_load (o->catalogue, error)))
        return FALSE;
      sl_population_spec_init (&self->spec);
      sl_population_use_catalogue (&self->spec, self->catalogue_read);
      self->n = self->catalogue_read->n;
      return TRUE;
    }
  if (!sl_population_preset_apply (name, &self->spec))
    {
      g_autoptr (GString) known = g_string_new (NULL);

      for (guint i = 0; i < sl_population_preset_count (); i++)
        g_string_append_printf (known, "%s%s", i ? ", " : "", sl_population_preset_info (i)->name);
      g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER, _ ("there is no population “%s”; there are %s"), name,
                   known->str);
      return FALSE;
    }
  return TRUE;
}

/* Names that --set knows: the parameters of the population, then settings of its description. */
static GPtrArray *
set_names (const SlPopulationSpec *spec)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  SlPopPhi phi[SL_POP_MAX_PHI];
  const guint n = sl_population_parameters (spec, phi);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (names, sl_population_name (spec, &phi[i]));
  for (guint i = 0; i < sl_population_field_count (); i++)
    if (sl_population_field_is_settable (sl_population_field (i), spec))
      g_ptr_array_add (names, g_strdup (sl_population_field (i)->name));
  return names;
}

/* mean.logm0 and the like. TRUE where there is such a parameter; *good then says whether text was a number.
 */
static gboolean
set_parameter (SlPopulationSpec *spec, const char *name, const char *text, gboolean *good, GError **error)
{
  SlPopPhi phi[SL_POP_MAX_PHI];
  const guint n = sl_population_parameters (spec, phi);
  double value;

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *own = sl_population_name (spec, &phi[i]);

      if (strcmp (own, name) != 0)
        continue;
      *good = sl_text_to_number (text, &value);
      if (*good)
        sl_population_set (spec, &phi[i], value);
      else
        g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER, _ ("--set %s: expected a number, found “%s”"), name,
                     text);
      return TRUE;
    }
  return FALSE;
}

/* FALSE with the field's own message, which `option` begins. */
static gboolean
set_field (SlPopulationSpec *spec, const SlPopulationField *field, const char *option, const char *text,
           GError **error)
{
  if (sl_population_field_set_text (field, spec, text, error))
    return TRUE;
  g_prefix_error (error, "%s: ", option);
  return FALSE;
}

/* --set mean.logm0=12, --set cut.at=0.7 */
static gboolean
set_one (SlPopulationSpec *spec, const char *text, GError **error)
{
  const char *equals = strchr (text, '=');
  g_autofree char *name = equals ? g_strndup (text, equals - text) : NULL;
  const SlPopulationField *field = name ? sl_population_field_find (name) : NULL;
  gboolean good;

  if (name && set_parameter (spec, name, equals + 1, &good, error))
    return good;
  if (field && sl_population_field_is_settable (field, spec))
    {
      g_autofree char *option = g_strdup_printf ("--set %s", name);

      return set_field (spec, field, option, equals + 1, error);
    }
  {
    g_autoptr (GPtrArray) names = set_names (spec);
    const char *near =
        name ? sl_text_nearest (name, (const char *const *) names->pdata, names->len) : NULL;

    if (near)
      g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER,
                   _ ("--set: this population has no “%s”; did you mean “%s”?"), name, near);
    else
      g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER,
                   _ ("--set: expected NAME=VALUE with a name that --list prints, found “%s”"), text);
  }
  return FALSE;
}

static gboolean
read_description (Run *self, GError **error)
{
  const Options *o = &self->options;
  g_auto (SlGalaxySettings) given = { 0 };
  double z;

  self->n = DEFAULT_N;
  if (!(self->templates = sl_command_load_templates (&o->data, error)) || !start_from (self, error)
      || !sl_command_whole_number ("--n", o->number, 1, G_GUINT64_CONSTANT (1000000000000), &self->n, error)
      || (o->seed && !set_field (&self->spec, sl_population_field_find ("seed"), "--seed", o->seed, error))
      || !sl_galaxy_settings_parse (&given, (const char *const *) o->galaxy, error)
      || !sl_galaxy_settings_use_library (&given, self->templates, error))
    return FALSE;
  sl_command_tell (given.notes);
  sl_galaxy_settings_apply (&given, &self->spec.base);
  if (o->redshift)
    {
      if (!sl_text_to_number (o->redshift, &z))
        {
          g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER, _ ("--redshift: expected a number, found “%s”"),
                       o->redshift);
          return FALSE;
        }
      self->spec.base.value[SL_PARAM_REDSHIFT] = z;
    }
  if (o->observed)
    {
      self->spec.observed = TRUE;
      /* The default bins are of absolute magnitudes. */
      if (!o->file)
        self->spec.bin_lo = 14.0, self->spec.bin_hi = 34.0;
    }
  for (guint i = 0; o->set && o->set[i]; i++)
    if (!set_one (&self->spec, o->set[i], error))
      return FALSE;
  /* Reported before the work rather than after it. */
  if (o->galaxies && self->n > MOST_IN_FILE)
    {
      g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER,
                   _ ("--galaxies: at most %d galaxies go into a file, not %.0f"), MOST_IN_FILE,
                   (double) self->n);
      return FALSE;
    }
  return sl_population_spec_check (&self->spec, error);
}

/* -------------------------------------------------------------------- work */

static gboolean
step_cb (gpointer data, guint64 done, guint64 n)
{
  Run *self = data;
  const gint64 now = g_get_monotonic_time ();

  /* Called by several threads; a race of two only prints twice. */
  if (isatty (STDERR_FILENO) && now - self->begun > G_USEC_PER_SEC && now - self->shown > PROGRESS_EVERY_US
      && sl_mpi_rank () == 0)
    {
      self->shown = now;
      g_printerr ("\r%3.0f %%  %.3g / %.3g   ", 100.0 * done / n, (double) done, (double) n);
    }
  return sl_command_interrupted ();
}

static gboolean
load (Run *self, GError **error)
{
  const Options *o = &self->options;
  guint64 threads = sl_mpi_threads ();
  SlPopPhi phi[SL_POP_MAX_PHI];
  const guint n = sl_population_parameters (&self->spec, phi);

  if (!sl_command_whole_number ("--threads", o->threads, 1, 4096, &threads, error)
      || !(self->filters = sl_command_load_filters (&o->data, error))
      || !(self->population =
               sl_population_new (self->templates, self->filters, &self->spec, threads, error)))
    return FALSE;
  self->names = g_new0 (char *, n + 1);
  for (guint i = 0; i < n; i++)
    self->names[i] = sl_population_name (&self->spec, &phi[i]);
  self->edges = g_new (double, self->spec.n_bins + 1);
  for (guint b = 0; b <= self->spec.n_bins; b++)
    self->edges[b] = self->spec.bin_lo + (self->spec.bin_hi - self->spec.bin_lo) * b / self->spec.n_bins;
  return TRUE;
}

static gboolean
write_sums (Run *self, GError **error)
{
  const SlPopulationSpec *spec = &self->spec;
  const SlPopulationResult *r = self->result;
  g_autoptr (SlH5) file = sl_h5_create (self->options.out, error);
  const gsize bins = spec->n_bins, edges = bins + 1, map[2] = { spec->n_map, bins },
              gradient[2] = { bins, r->n_phi };

  return file && sl_h5_write_double (file, "bin_edges", 1, &edges, self->edges, error)
         && sl_h5_set_attribute_string (file, "bin_edges", "unit", "AB mag", error)
         && sl_h5_set_attribute_string (file, "bin_edges", "band", spec->band[spec->magnitude], error)
         && sl_h5_write_double (file, "all", 1, &bins, r->all, error)
         && sl_h5_write_double (file, "passing", 1, &bins, r->cut, error)
         && sl_h5_write_double (file, "map", 2, map, r->map, error)
         && sl_h5_write_strings (file, "parameter_names", (const char *const *) self->names, r->n_phi, error)
         && (!r->gradient || sl_h5_write_double (file, "gradient", 2, gradient, r->derivative, error))
         && sl_h5_set_attribute_double (file, "passing", "cut", spec->cut, error)
         && sl_h5_set_attribute_double (file, "all", "galaxies", r->moment[3], error)
         && sl_h5_set_attribute_double (file, "all", "seed", spec->seed, error) && sl_h5_commit (file, error);
}

/* Options as eval reads them. */
static gboolean
write_options (const SlPopulationSpec *spec, SlH5 *file, GError **error)
{
  for (int i = 0; i < SL_N_OPTIONS; i++)
    if (!sl_h5_set_attribute_string (file, "points", sl_galaxy_settings_option_key (i),
                                     sl_option_value_name (i, sl_galaxy_option (&spec->base, i)), error))
      return FALSE;
  return TRUE;
}

static gboolean
write_galaxies (Run *self, GError **error)
{
  const SlPopulationSpec *spec = &self->spec;
  const gsize points[2] = { self->n, SL_POP_N }, mags[2] = { self->n, spec->n_bands };
  g_autofree float *p = NULL, *m = NULL;
  const char *names[SL_POP_N], *bands[SL_POP_MAX_BANDS];
  g_autoptr (SlH5) file = NULL;

  for (int i = 0; i < SL_POP_N; i++)
    names[i] = sl_param_info (sl_pop_param (i))->name;
  for (guint b = 0; b < spec->n_bands; b++)
    bands[b] = spec->band[b];
  p = g_new (float, self->n * SL_POP_N);
  m = g_new (float, self->n * spec->n_bands);
  sl_population_galaxies (self->population, 0, self->n, p, m, NULL);
  /* A bump that follows the slope has no strength of its own. */
  for (gsize i = 0; i < self->n && !spec->base.uv_bump_free; i++)
    p[i * SL_POP_N + SL_POP_UV_BUMP] = NAN;
  file = sl_h5_create (self->options.galaxies, error);
  return file && sl_h5_write_strings (file, "parameter_names", names, SL_POP_N, error)
         && sl_h5_write_float (file, "points", 2, points, p, error) && write_options (spec, file, error)
         && sl_h5_write_strings (file, "bands", bands, spec->n_bands, error)
         && sl_h5_write_float (file, "magnitudes", 2, mags, m, error)
         && sl_h5_set_attribute_string (file, "magnitudes", "unit",
                                        spec->observed ? "AB mag, observed" : "AB mag, rest frame", error)
         && sl_h5_set_attribute_double (file, "magnitudes", "redshift", spec->base.value[SL_PARAM_REDSHIFT],
                                        error)
         && sl_h5_commit (file, error);
}

/* ------------------------------------------------------------------ output */

static void
print_text (const Run *self)
{
  const SlPopulationResult *r = self->result;
  const SlPopulationSpec *spec = &self->spec;
  const char *const columns[] = { _ ("to"), _ ("all"), _ ("passing") };
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_free);
  g_autofree double *table = g_new (double, 3 * spec->n_bins),
                    *total = g_new0 (double, 2 * MAX (r->n_phi, 1));
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  g_print (_ ("%.0f galaxies; %s - %s > %g: %.6g of %.6g pass, at %s = %.4g in the mean\n"), r->moment[3],
           spec->band[spec->blue], spec->band[spec->red], spec->cut, r->moment[1], r->moment[0],
           spec->band[spec->magnitude], r->moment[1] > 0.0 ? r->moment[2] / r->moment[1] : NAN);
  for (guint b = 0; b < spec->n_bins; b++)
    {
      g_ptr_array_add (rows, g_strdup (sl_output_number (self->edges[b], buffer)));
      table[3 * b] = self->edges[b + 1], table[3 * b + 1] = r->all[b], table[3 * b + 2] = r->cut[b];
    }
  sl_output_table ((const char *const *) rows->pdata, columns, table, spec->n_bins, 3);
  if (!r->gradient)
    return;
  for (guint j = 0; j < r->n_phi; j++)
    for (guint b = 0; b < spec->n_bins; b++)
      {
        total[2 * j] += r->derivative[b * r->n_phi + j];
        total[2 * j + 1] = MAX (total[2 * j + 1], fabs (r->derivative[b * r->n_phi + j]));
      }
  g_print ("\n%s\n",
           _ ("Derivatives of the passing counts with respect to the population's parameters (by bin: "
              "--json or --out)"));
  {
    const char *const of[] = { _ ("of all bins together"), _ ("largest of a bin") };

    sl_output_table ((const char *const *) self->names, of, total, r->n_phi, 2);
  }
}

static void
print_json (const Run *self)
{
  const SlPopulationResult *r = self->result;
  JsonBuilder *builder = json_builder_new ();

  json_builder_begin_object (builder);
  sl_output_json_number (builder, "galaxies", r->moment[3]);
  sl_output_json_number (builder, "weight", r->moment[0]);
  sl_output_json_number (builder, "passing_weight", r->moment[1]);
  sl_output_json_number (builder, "passing_mean_magnitude",
                      r->moment[1] > 0.0 ? r->moment[2] / r->moment[1] : NAN);
  sl_output_json_numbers (builder, "bin_edges", self->edges, r->n_bins + 1);
  sl_output_json_numbers (builder, "all", r->all, r->n_bins);
  sl_output_json_numbers (builder, "passing", r->cut, r->n_bins);
  sl_output_json_texts (builder, "parameters", (const char *const *) self->names, r->n_phi);
  if (r->gradient)
    sl_output_json_matrix (builder, "gradient", r->derivative, r->n_bins, r->n_phi);
  json_builder_end_object (builder);
  sl_output_json_print (builder);
}

static void
print_names (const Run *self)
{
  SlPopPhi phi[SL_POP_MAX_PHI];
  const guint n = sl_population_parameters (&self->spec, phi);

  g_print ("%s\n", _ ("Populations (--preset):"));
  for (guint i = 0; i < sl_population_preset_count (); i++)
    g_print ("  %-12s %s\n", sl_population_preset_info (i)->name,
             _ (sl_population_preset_info (i)->description));
  g_print ("\n%s\n", _ ("Parameters of this population (--set):"));
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = sl_population_name (&self->spec, &phi[i]);
      char buffer[G_ASCII_DTOSTR_BUF_SIZE];

      g_print ("  %-40s %s\n", name, sl_output_number (sl_population_get (&self->spec, &phi[i]), buffer));
    }
  g_print ("\n%s\n", _ ("Settings of this population (--set):"));
  for (guint i = 0; i < sl_population_field_count (); i++)
    {
      const SlPopulationField *field = sl_population_field (i);
      g_autofree char *value = NULL;

      /* Those of the second component are among the parameters. */
      if (!sl_population_field_is_settable (field, &self->spec) || field->flags & SL_POP_FIELD_SECOND)
        continue;
      value = sl_population_field_to_text (field, &self->spec);
      g_print ("  %-20s %-19s %s%s%s%s\n", field->name, value, _ (field->doc), *field->unit ? " [" : "",
               field->unit, *field->unit ? "]" : "");
    }
}

/* Everything that may fail on one rank alone. */
static gboolean
prepare (Run *self, GError **error)
{
  const Options *o = &self->options;

  sl_command_keep_data (&o->data);
  if (o->catalogue)
    sl_file_keep (o->catalogue);
  /* Only the first rank writes, perhaps to a folder that the others do not have. A description may be written
   * over the one that was read; sums and galaxies may not. */
  if (sl_mpi_rank () == 0 && o->write
      && !sl_population_file_save (o->write, self->templates, &self->spec, error))
    return FALSE;
  if (o->file)
    sl_file_keep (o->file);
  if (sl_mpi_rank () == 0
      && ((o->out && !sl_file_can_write (o->out, error))
          || (o->galaxies && !sl_file_can_write (o->galaxies, error))))
    return FALSE;
  if (!load (self, error))
    return FALSE;
  if (!o->engine || strcmp (o->engine, "cpu") == 0 || strcmp (o->engine, "auto") == 0)
    return TRUE;
  if (strcmp (o->engine, "cuda") == 0)
    return sl_gpu_population_attach (self->population, error);
  g_set_error (error, SL_ERROR, SL_ERROR_ENGINE, _ ("unknown engine “%s”. There are auto, cpu and cuda"),
               o->engine);
  return FALSE;
}

/* --engine auto: every rank has a device, or all compute on the CPU and the first that has none says why, so
 * that sums do not depend on which rank has which slab. */
static void
attach_device (Run *self)
{
  g_autoptr (GError) refused = NULL;

  if (g_strcmp0 (self->options.engine, "auto") != 0
      || sl_mpi_agree (sl_gpu_population_attach (self->population, &refused), &refused))
    return;
  sl_population_set_device (self->population, NULL, NULL);
  if (sl_mpi_rank () == 0)
    sl_command_tell_refused (refused);
}

static gboolean
work (Run *self, GError **error)
{
  const Options *o = &self->options;
  gboolean good;

  /* Sums need fewer bands than --galaxies. */
  self->spec.only_needed = !o->galaxies;
  if (!sl_mpi_agree (prepare (self, error), error))
    return FALSE;
  attach_device (self);
  self->result = sl_population_result_new (&self->spec, o->gradient);
  self->begun = g_get_monotonic_time ();
  good =
      sl_population_slabs_run (self->population, self->n, o->checkpoint, step_cb, self, self->result, error);
  if (self->shown)
    g_printerr ("\r%40s\r", "");
  if (sl_population_warning (self->population))
    g_printerr ("starloom: %s\n", sl_population_warning (self->population));
  if (!good)
    return FALSE;
  self->summed = TRUE;
  /* Only the first rank writes files. */
  good = sl_mpi_rank () > 0
         || ((!o->out || write_sums (self, error)) && (!o->galaxies || write_galaxies (self, error)));
  return sl_mpi_agree (good, error);
}

static SlExit
run_population (const SlCommandLine *line)
{
  g_auto (Run) self = { 0 };
  Options *o = &self.options;
  const GOptionEntry entries[] = {
    { "preset", 'p', 0, G_OPTION_ARG_STRING, &o->preset, N_ ("Population to start from (default: mixed)"),
      N_ ("NAME") },
    { "file", 'f', 0, G_OPTION_ARG_FILENAME, &o->file, N_ ("Description of a population"), N_ ("FILE.json") },
    { "catalogue", 'c', 0, G_OPTION_ARG_FILENAME, &o->catalogue,
      N_ ("Use the galaxies of a file instead of random ones"), N_ ("FILE") },
    { "n", 'n', 0, G_OPTION_ARG_STRING, &o->number,
      N_ ("Galaxies (default: 100000, or those of the catalogue)"), N_ ("N") },
    { "seed", 0, 0, G_OPTION_ARG_STRING, &o->seed, N_ ("Seed of the random numbers"), N_ ("S") },
    { "set", 's', 0, G_OPTION_ARG_FILENAME_ARRAY, &o->set,
      N_ ("Change a parameter or setting of the population; may be repeated"), N_ ("NAME=VALUE") },
    { "galaxy", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &o->galaxy,
      N_ ("Change a value that all galaxies share; may be repeated"), N_ ("NAME=VALUE") },
    { "redshift", 'z', 0, G_OPTION_ARG_STRING, &o->redshift, N_ ("Redshift of all galaxies"), N_ ("Z") },
    { "observed", 0, 0, G_OPTION_ARG_NONE, &o->observed, N_ ("Use bands in the observer’s frame"), NULL },
    { "gradient", 'g', 0, G_OPTION_ARG_NONE, &o->gradient, N_ ("Also compute the derivatives of every bin"),
      NULL },
    { "out", 'o', 0, G_OPTION_ARG_FILENAME, &o->out, N_ ("Write sums and derivatives"), N_ ("OUT.h5") },
    { "galaxies", 0, 0, G_OPTION_ARG_FILENAME, &o->galaxies,
      N_ ("Write the galaxies themselves and their magnitudes"), N_ ("OUT.h5") },
    { "write", 'w', 0, G_OPTION_ARG_FILENAME, &o->write, N_ ("Write the description"), N_ ("FILE.json") },
    SL_COMMAND_ENTRIES_DATA (o->data),
    { "checkpoint", 0, 0, G_OPTION_ARG_FILENAME, &o->checkpoint, N_ ("Checkpoint file to resume from"),
      N_ ("FILE") },
    { "threads", 0, 0, G_OPTION_ARG_STRING, &o->threads, N_ ("Threads (default: one per core)"), N_ ("N") },
    { "engine", 0, 0, G_OPTION_ARG_STRING, &o->engine, N_ ("auto, cpu (default) or cuda"), N_ ("NAME") },
    SL_COMMAND_ENTRY_JSON (&o->json),
    { "list", 0, 0, G_OPTION_ARG_NONE, &o->list,
      N_ ("List populations, their parameters and settings, then exit"), NULL },
    { NULL }
  };
  GError *error = NULL;
  SlExit status;

  if (!sl_command_parse (line, entries, &status))
    return status;
  if ((o->preset != NULL) + (o->file != NULL) + (o->catalogue != NULL) > 1)
    return sl_command_fail (SL_EXIT_USAGE,
                            _ ("population: one of --preset, --file and --catalogue at a time"));
  if (!sl_mpi_agree (read_description (&self, &error), &error))
    return sl_command_fail_error (SL_EXIT_FAULT, error);
  if (o->list)
    {
      print_names (&self);
      return SL_EXIT_OK;
    }
  sl_command_catch_interrupts ();
  if (!work (&self, &error))
    {
      if (sl_command_interrupted ())
        {
          g_clear_error (&error);
          if (o->checkpoint)
            return sl_command_fail (SL_EXIT_INTERRUPTED, _ ("interrupted; the same command resumes from %s"),
                                    o->checkpoint);
          return sl_command_fail (SL_EXIT_INTERRUPTED, _ ("interrupted; nothing was written"));
        }
      if (self.summed && o->checkpoint)
        g_prefix_error (&error,
                        _ ("the sums are kept in %s; the same command with another output file uses them; "),
                        o->checkpoint);
      return sl_command_fail_error (SL_EXIT_FAULT, error);
    }
  (o->json ? print_json : print_text) (&self);
  sl_population_slabs_forget (o->checkpoint);
  return SL_EXIT_OK;
}

const SlCommand sl_command_population = {
  .name = "population",
  .summary = N_ ("Draw many galaxies: magnitudes, a cut in colour, a histogram and its derivatives"),
  .help = N_ (
    "Draws galaxies from distributions of diffstar histories, metals, gas, bursts and dust, or takes them\n"
    "from a catalogue. Prints how many galaxies that pass the cut fall into each bin of the histogram,\n"
    "and with --gradient the exact derivative of each bin by each parameter of the population.\n"
    "Memory does not grow with N, except for --galaxies. A description (--write) is JSON and can be\n"
    "edited; a catalogue is read as eval reads points. The same seed draws the same galaxies on every\n"
    "machine, with any number of threads."),
  .run = run_population,
};
