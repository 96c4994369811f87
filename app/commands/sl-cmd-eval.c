/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gi18n.h>

#include "app/cluster/sl-mpi.h"
#include "app/commands/sl-commands.h"
#include "app/commands/sl-eval-together.h"
#include "app/compute/sl-engines.h"
#include "app/figures/sl-figures.h"
#include "app/io/sl-galaxy-settings.h"
#include "app/io/sl-points.h"
#include "app/io/sl-text.h"
#include "model/files/sl-kept-files.h"
#include "model/io/sl-data.h"
#include "model/io/sl-hdf5.h"
#include "model/observables/sl-coverage.h"
#include "model/observables/sl-observables.h"
#include "model/support/sl-error.h"

/* Limit of each array, which is held in memory until it is written. */
#define MOST_BYTES (G_GUINT64_CONSTANT (4) << 30)
#define MOST_THREADS 1024
#define PROGRESS_EVERY_US (G_USEC_PER_SEC / 4)
/* From so many galaxies on they are computed together; fewer have the engine's own numbers, in a second or
 * two. */
#define TOGETHER_FROM 1000

typedef struct {
  char *points, *out, *engine, *observables, *threads, *dust_law, *at;
  SlCommandData data;
  char **set;
  gboolean sed, jacobian, extrapolate, exact, skip_bad, resume, list;
} Options;

typedef struct {
  Options options;
  SlGalaxySettings set, law, lines; /* of all points: from --set, --dust-law, and the lines of their file */
  SlPoints *points;
  SlTemplates *templates;
  SlFilterSet *filters;
  char **names;               /* of observables */
  SlEngine *engine;
  SlResult *result;
  SlBatch *batch;             /* NULL: galaxies are computed one by one */
  SlPartFile *part;           /* results so far; NULL: they are not kept */
  gsize n_done;               /* rows that were computed */
  gint64 begun, shown;        /* when the computation began, and progress was last shown */
  gsize begun_at;             /* rows that were done then */
  gsize first, n;             /* points of this rank */
  gboolean *explained;        /* (observables) */
  double *values, *jacobian;
  float *sed, *intrinsic;     /* (n, W); one allocation, freed as sed */
  gboolean shared;            /* all ranks write the file together */
  guint n_columns;
  SlParamId column[SL_N_PARAMS]; /* (n_columns) of the Jacobian and of the points in the output */
} Eval;

static void
eval_clear (Eval *self)
{
  g_free (self->options.points);
  g_free (self->options.out);
  sl_command_data_clear (&self->options.data);
  g_free (self->options.engine);
  g_free (self->options.dust_law);
  g_free (self->options.at);
  g_strfreev (self->options.set);
  g_free (self->options.observables);
  g_free (self->options.threads);
  g_clear_pointer (&self->points, sl_points_free);
  sl_galaxy_settings_clear (&self->set);
  sl_galaxy_settings_clear (&self->law);
  sl_galaxy_settings_clear (&self->lines);
  g_clear_pointer (&self->result, sl_result_free);
  g_clear_pointer (&self->engine, sl_engine_free);
  g_clear_pointer (&self->batch, sl_batch_free);
  sl_part_file_close (self->part, FALSE);
  g_clear_pointer (&self->templates, sl_templates_unref);
  g_clear_pointer (&self->filters, sl_filter_set_unref);
  g_clear_pointer (&self->names, g_strfreev);
  g_free (self->explained);
  g_free (self->values);
  g_free (self->jacobian);
  g_free (self->sed);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Eval, eval_clear)

static gboolean
check_paths (const Options *options, GError **error)
{
  sl_file_keep (options->points);
  sl_command_keep_data (&options->data);
  if (!sl_file_can_write (options->out, error))
    return FALSE;
  if (!g_str_has_suffix (options->out, ".csv") && !g_str_has_suffix (options->out, ".txt"))
    return TRUE;
  g_set_error (error, SL_ERROR, SL_ERROR_FILE,
               _ ("%s: results are written as HDF5; give a name such as out.h5"), options->out);
  return FALSE;
}

static gboolean
open_engine (Eval *self, GError **error)
{
  const Options *options = &self->options;
  SlEngineConfig config = { 0 };
  guint64 threads = sl_mpi_threads ();

  if (!sl_command_whole_number ("--threads", options->threads, 1, MOST_THREADS, &threads, error))
    return FALSE;
  self->names = options->observables ? sl_text_split (options->observables)
                                     : g_strdupv ((char **) sl_figure_observables ());
  if (!self->names[0])
    {
      g_set_error (error, SL_ERROR, SL_ERROR_OBSERVABLE,
                   _ ("%s: expected names separated by commas, found none"), "--observables");
      return FALSE;
    }
  if (!sl_command_load_data (&options->data, &self->templates, &self->filters, error))
    return FALSE;
  config.templates = self->templates;
  config.filters = self->filters;
  config.observables = (const char *const *) self->names;
  config.threads = (guint) threads;
  self->engine = sl_engines_new (options->engine ? options->engine : "cpu", &config, error);
  if (!self->engine)
    return FALSE;
  self->result = sl_result_new (self->engine);
  return TRUE;
}

/* Memory for n rows of width numbers, or NULL with an error that says how much that would have been. */
static gpointer
allocate_rows (gsize n, const char *what, guint64 width, guint64 size, GError **error)
{
  guint64 bytes;
  gpointer rows = NULL;

  if (g_uint64_checked_mul (&bytes, n, width * size) && bytes <= MOST_BYTES)
    rows = g_try_malloc (MAX (bytes, 1));
  if (!rows)
    g_set_error (error, SL_ERROR, SL_ERROR_FILE,
                 _ ("%s of %zu points need %.1f GiB of memory, more than the limit of %.0f GiB. "
                    "Split the points into files of %" PRIu64),
                 what, n, (double) n * width * size / (1 << 30),
                 (double) MOST_BYTES / (1 << 30), MAX (MOST_BYTES / (width * size), 1));
  return rows;
}

/* One line: how far, how fast, how long still. */
static void
show_progress (Eval *self, gsize done)
{
  const gsize n = self->points->n;
  const double spent = (g_get_monotonic_time () - self->begun) / 1e6,
               rate = spent > 0.0 ? (done - self->begun_at) / spent : 0.0;

  /* "\033[K" removes the rest of a longer line. */
  fprintf (stderr, "\r%zu / %zu  ", done, n);
  if (rate > 0.0)
    fprintf (stderr, _ ("%.0f a second"), rate);
  if (rate > 0.0 && done < n)
    {
      fputs (", ", stderr);
      fprintf (stderr, _ ("%.0f s left"), (n - done) / rate);
    }
  fprintf (stderr, "\033[K%s", done == n ? "\n" : "");
}

/* Shows progress where a person may see it, now and then. done: rows of this rank; the others have come
 * about as far. */
static void
tell_progress (gpointer data, gsize done)
{
  Eval *self = data;
  const gint64 now = g_get_monotonic_time ();

  if (sl_mpi_rank () != 0 || !isatty (STDERR_FILENO))
    return;
  if (done < self->n && now - self->shown < PROGRESS_EVERY_US)
    return;
  self->shown = now;
  show_progress (self, (gsize) ((double) done / self->n * self->points->n));
}

/* A value that does not exist is NaN in files, never infinite. */
static void
copy_finite (double *to, const double *from, gsize n)
{
  for (gsize i = 0; i < n; i++)
    to[i] = isfinite (from[i]) ? from[i] : NAN;
}

/* Whether no option differs from row to row: one galaxy then tells which parameters all have. */
static gboolean
same_options (const SlPoints *points)
{
  for (int i = 0; i < SL_N_OPTIONS; i++)
    if (points->option[i])
      return FALSE;
  return TRUE;
}

/* Whether rows may differ in a parameter. */
static gboolean
varies (const SlPoints *points, SlParamId p)
{
  for (guint c = 0; c < points->n_columns; c++)
    if (points->column[c] == p)
      return TRUE;
  return FALSE;
}

/* The output has a column for each parameter, in the order of the table, that any of the points has: other
 * star-formation histories have other parameters. */
static void
choose_columns (Eval *self)
{
  SlParamSet any = { { 0 } };
  SlGalaxy galaxy;

  for (gsize i = 0; i < self->points->n; i++)
    {
      if (sl_points_is_bad (self->points, i))
        continue;
      sl_points_galaxy (self->points, i, &galaxy);
      for (int p = 0; p < SL_N_PARAMS; p++)
        if (sl_galaxy_has (&galaxy, p))
          sl_param_set_add (&any, p);
      if (same_options (self->points))
        break;
    }
  for (int p = 0; p < SL_N_PARAMS; p++)
    if (sl_param_set_has (any, p))
      self->column[self->n_columns++] = p;
}

/* Says, once for each observable, why it has no value where the library ends within its band. */
static void
explain_missing (Eval *self, const SlGalaxy *galaxy, gsize i)
{
  for (gsize k = 0; k < self->engine->n_obs; k++)
    {
      g_autofree char *why = NULL, *where = NULL, *note = NULL;

      if (!isnan (self->values[i * self->engine->n_obs + k]) || self->explained[k])
        continue;
      why = sl_observable_uncovered (self->filters, self->names[k], self->templates, galaxy);
      if (!why)
        continue;
      where = sl_points_where (self->points, self->first + i);
      note = g_strdup_printf (_ ("%s: %s has no value. %s"), where, self->names[k], why);
      sl_command_tell (note);
      self->explained[k] = TRUE;
    }
}

/* Memory for the results of this rank. */
static gboolean
allocate_results (Eval *self, GError **error)
{
  const gsize n = self->n, n_obs = self->engine->n_obs, n_wave = self->templates->n_wave;

  choose_columns (self);
  self->explained = g_new0 (gboolean, n_obs + 1);
  if (!(self->values = allocate_rows (n, _ ("The observables"), n_obs, sizeof (double), error)))
    return FALSE;
  if (self->options.jacobian
      && !(self->jacobian =
               allocate_rows (n, _ ("The Jacobians"), n_obs * self->n_columns, sizeof (double), error)))
    return FALSE;
  if (!self->options.sed)
    return TRUE;
  /* The limit holds for both kinds of spectra together. */
  if (!(self->sed = allocate_rows (n, _ ("The spectra"), 2 * n_wave, sizeof (float), error)))
    return FALSE;
  self->intrinsic = self->sed + n * n_wave;
  return TRUE;
}

/* Row i of a galaxy that cannot be computed. */
static void
fill_nan (Eval *self, gsize i)
{
  const gsize n_obs = self->engine->n_obs, n_wave = self->templates->n_wave;

  for (gsize k = 0; k < n_obs; k++)
    {
      self->values[i * n_obs + k] = NAN;
      for (guint c = 0; c < self->n_columns && self->jacobian; c++)
        self->jacobian[(i * n_obs + k) * self->n_columns + c] = NAN;
    }
  for (gsize w = 0; w < n_wave && self->sed; w++)
    self->sed[i * n_wave + w] = self->intrinsic[i * n_wave + w] = NAN;
}

/* Row i, by the engine of one galaxy. */
static gboolean
evaluate_row (Eval *self, gsize i, SlRequest *request, GError **error)
{
  const gsize n_obs = self->engine->n_obs, n_wave = self->templates->n_wave;

  sl_points_galaxy (self->points, self->first + i, &request->galaxy);
  if (!sl_engine_evaluate (self->engine, request, self->result, error))
    {
      g_autofree char *where = sl_points_where (self->points, self->first + i);

      g_prefix_error (error, "%s: ", where);
      return FALSE;
    }
  copy_finite (self->values + i * n_obs, self->result->obs, n_obs);
  if (sl_mpi_rank () == 0)
    explain_missing (self, &request->galaxy, i);
  for (gsize k = 0; k < n_obs && self->jacobian; k++)
    for (guint c = 0; c < self->n_columns; c++)
      copy_finite (self->jacobian + (i * n_obs + k) * self->n_columns + c,
                   self->result->obs_jac + k * SL_N_PARAMS + self->column[c], 1);
  if (self->sed)
    {
      memcpy (self->sed + i * n_wave, self->result->sed, n_wave * sizeof (float));
      memcpy (self->intrinsic + i * n_wave, self->result->sed_intrinsic, n_wave * sizeof (float));
    }
  return TRUE;
}

static gboolean
evaluate_one_by_one (Eval *self, GError **error)
{
  SlRequest request = { .flags = SL_REQUEST_OBSERVABLES };

  if (self->options.jacobian)
    {
      request.flags |= SL_REQUEST_JACOBIAN;
      request.tangents = sl_param_set_all ();
    }
  if (self->options.sed)
    request.flags |= SL_REQUEST_SED;
  for (gsize i = 0; i < self->n && !sl_command_interrupted (); i++)
    {
      g_autoptr (GError) why = NULL;

      if (sl_points_is_bad (self->points, self->first + i))
        fill_nan (self, i);
      else if (!evaluate_row (self, i, &request, &why))
        {
          if (!self->options.skip_bad)
            {
              g_propagate_error (error, g_steal_pointer (&why));
              return FALSE;
            }
          fill_nan (self, i);
          sl_points_mark_bad (self->points, self->first + i);
        }
      self->n_done = i + 1;
      tell_progress (self, i + 1);
    }
  return TRUE;
}

/* Options that change numbers, for the part file. */
static char *
options_text (const Eval *self)
{
  const Options *o = &self->options;
  g_autofree char *set = o->set ? g_strjoinv (" ", o->set) : g_strdup ("");

  return g_strdup_printf ("%s|%s|%s|%s|%s|%s|%d%d%d", set, o->at ? o->at : "", o->dust_law ? o->dust_law : "",
                          self->templates->path, self->filters->path, o->data.mend ? o->data.mend : "",
                          o->exact, o->extrapolate, o->skip_bad);
}

/* The file of results so far. Ranks of MPI have none. */
static gboolean
open_part (Eval *self, GError **error)
{
  g_autofree char *path = sl_part_file_path (self->options.out), *options = options_text (self), *run = NULL;

  if (sl_mpi_ranks () > 1)
    return TRUE;
  run = sl_eval_describe (self->points, self->batch, (const char *const *) self->names, self->column,
                          self->n_columns, self->jacobian != NULL, options, error);
  if (!run)
    return FALSE;
  self->part =
      sl_part_file_open (path, run,
                         sl_eval_row_bytes (self->engine->n_obs, self->n_columns, self->jacobian != NULL),
                         self->options.resume, &self->n_done, error);
  return self->part != NULL;
}

static gboolean
evaluate_together (Eval *self, GError **error)
{
  SlEvalTogether job = { .points = self->points,
                         .first = self->first,
                         .n = self->n,
                         .batch = self->batch,
                         .column = self->column,
                         .n_columns = self->n_columns,
                         .skip_bad = self->options.skip_bad,
                         .values = self->values,
                         .jacobian = self->jacobian,
                         .progress = tell_progress,
                         .data = self };

  if (!open_part (self, error))
    return FALSE;
  job.part = self->part;
  job.done = self->begun_at = self->n_done;
  if (!sl_eval_together (&job, error))
    return FALSE;
  self->n_done = job.done;
  if (job.n_single && !self->options.exact)
    {
      g_autofree char *note = g_strdup_printf (_ ("%zu of %zu galaxies were computed one by one: the tables "
                                                  "for many galaxies do not "
                                                  "have all that they ask for"),
                                               job.n_single, self->n);

      sl_command_tell (note);
    }
  for (gsize i = 0; i < self->n_done && sl_mpi_rank () == 0; i++)
    for (gsize k = 0; k < self->engine->n_obs; k++)
      if (isnan (self->values[i * self->engine->n_obs + k]) && !self->explained[k]
          && !sl_points_is_bad (self->points, self->first + i))
        {
          SlGalaxy galaxy;

          sl_points_galaxy (self->points, self->first + i, &galaxy);
          explain_missing (self, &galaxy, i);
          /* One look is enough: others of the catalogue have the same reason, or none. */
          self->explained[k] = TRUE;
        }
  return TRUE;
}

/* Says how many rows have no values, and which is the first. */
static void
tell_bad (const Eval *self)
{
  g_autofree char *where = NULL, *note = NULL;

  if (!self->points->n_bad)
    return;
  where = sl_points_where (self->points, self->points->first_bad);
  note = g_strdup_printf (_ ("%zu of %zu rows are no galaxies and have no values; the first is %s"),
                          self->points->n_bad, self->points->n, where);
  sl_command_tell (note);
}

static gboolean
evaluate_points (Eval *self, GError **error)
{
  gboolean good;

  if (!allocate_results (self, error))
    return FALSE;
  self->begun = self->shown = g_get_monotonic_time ();
  good = self->batch ? evaluate_together (self, error) : evaluate_one_by_one (self, error);
  if (good)
    tell_bad (self);
  return good;
}

/* Replaces the rows of the first rank by those of all ranks. Together. */
static gboolean
gather (Eval *self, GError **error)
{
  const gsize n = self->points->n, n_obs = self->engine->n_obs, n_wave = self->templates->n_wave;
  const gboolean first = sl_mpi_rank () == 0;
  g_autofree double *values =
      first ? allocate_rows (n, _ ("The observables"), n_obs, sizeof (double), error) : NULL;
  g_autofree double *jacobian = first && values && self->jacobian
    ? allocate_rows (n, _ ("The Jacobians"), n_obs * self->n_columns, sizeof (double), error) : NULL;
  g_autofree float *sed = first && values && !self->jacobian == !jacobian && self->sed
    ? allocate_rows (n, _ ("The spectra"), 2 * n_wave, sizeof (float), error) : NULL;

  if (!sl_mpi_agree (!first || (values && !self->jacobian == !jacobian && !self->sed == !sed), error))
    return FALSE;
  sl_mpi_gather_rows (values, self->values, n, n_obs * sizeof (double));
  if (self->jacobian)
    sl_mpi_gather_rows (jacobian, self->jacobian, n, n_obs * self->n_columns * sizeof (double));
  if (self->sed)
    {
      sl_mpi_gather_rows (sed, self->sed, n, n_wave * sizeof (float));
      sl_mpi_gather_rows (sed ? sed + n * n_wave : NULL, self->intrinsic, n, n_wave * sizeof (float));
    }
  if (first)
    {
      g_free (self->values);
      g_free (self->jacobian);
      g_free (self->sed);
      self->values = g_steal_pointer (&values);
      self->jacobian = g_steal_pointer (&jacobian);
      self->sed = g_steal_pointer (&sed);
      self->intrinsic = self->sed ? self->sed + n * n_wave : NULL;
      self->n = n;
    }
  return TRUE;
}

/* Writes the parameters so that the file is itself an input of eval: what follows other parameters, as
 * the bump does unless it is free, is NaN. */
static gboolean
write_points (Eval *self, SlH5 *file, GError **error)
{
  gsize n = self->points->n, dims[2] = { n, self->n_columns };
  const char *names[SL_N_PARAMS], *form = NULL;
  int first = 0;
  g_autofree double *points =
      allocate_rows (n, _ ("The parameters"), self->n_columns, sizeof (double), error);

  if (self->shared ? !sl_mpi_agree (points != NULL, error) : !points)
    return FALSE;
  for (guint c = 0; c < self->n_columns; c++)
    names[c] = sl_param_info (self->column[c])->name;
  for (gsize i = 0; i < n; i++)
    {
      SlGalaxy galaxy;

      const gboolean bad = sl_points_is_bad (self->points, i);

      sl_points_galaxy (self->points, i, &galaxy);
      for (guint c = 0; c < self->n_columns; c++)
        {
          const int freed_by = sl_option_that_frees (self->column[c]);

          points[i * self->n_columns + c] = bad || (freed_by >= 0 && !sl_galaxy_option (&galaxy, freed_by))
                                                ? NAN
                                                : galaxy.value[self->column[c]];
        }
      if (i == 0)
        form = sl_sfh_form_info (first = galaxy.sfh_form)->name;
      else if ((int) galaxy.sfh_form != first)
        form = "mixed: see /sfh_model";
    }
  return sl_h5_write_strings (file, "/parameter_names", names, self->n_columns, error)
         && sl_h5_write_double (file, "/points", 2, dims, points, error)
         && sl_points_write_options (self->points, self->templates, file, error)
         && sl_h5_set_attribute_string (file, "/", "sfh_model", form, error);
}

/* Names of units that other programs read, for the signs that are shown on screen. */
static const char *
file_unit (const char *unit)
{
  static const struct { const char *sign, *name; } table[] = {
    { "Å", "Angstrom" }, { "M☉", "Msun" }, { "M☉/yr", "Msun/yr" }, { "mag", "mag" },
    { "µJy", "uJy" }, { "Gyr", "Gyr" }, { "L☉", "Lsun" }, { "M☉/L☉", "Msun/Lsun" }, { "s⁻¹", "1/s" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    if (g_strcmp0 (unit, table[i].sign) == 0)
      return table[i].name;
  return "";
}

/* The label in plain text: a subscript is a word of its own. */
static char *
description_of (const char *label)
{
  g_autoptr (GString) text = g_string_new (label);

  g_string_replace (text, "<sub>", " <sub>", 0);
  return sl_text_from_markup (text->str);
}

static gboolean
write_observables (Eval *self, SlH5 *file, GError **error)
{
  gsize n_obs = self->engine->n_obs, dims[3] = { self->points->n, n_obs, self->n_columns };
  g_autofree const char **units = g_new0 (const char *, n_obs);
  g_auto (GStrv) descriptions = g_new0 (char *, n_obs + 1);

  for (gsize k = 0; k < n_obs; k++)
    {
      SlObservableLabel label = { 0 };

      if (!sl_observable_label (self->filters, self->templates, self->names[k], &label, error))
        return FALSE;
      units[k] = file_unit (label.unit);
      descriptions[k] = description_of (label.label);
      sl_observable_label_clear (&label);
    }
  if (!sl_h5_write_strings (file, "/observable_names", (const char *const *) self->names, n_obs, error)
      || !sl_h5_write_strings (file, "/observable_units", units, n_obs, error)
      || !sl_h5_write_strings (file, "/observable_descriptions", (const char *const *) descriptions, n_obs,
                               error)
      || !sl_h5_write_rows_double (file, "/values", 2, dims, self->first, self->n, self->values, error)
      || !sl_h5_set_attribute_string (file, "/values", "description",
                                      "[point, observable]; NaN where an observable does not exist", error)
      || !sl_h5_set_attribute_string (file, "/values", "units", "per observable: see /observable_units",
                                      error))
    return FALSE;
  return !self->jacobian
         || (sl_h5_write_rows_double (file, "/jacobian", 3, dims, self->first, self->n, self->jacobian, error)
             && sl_h5_set_attribute_string (file, "/jacobian", "description",
                                            "d observable / d parameter [point, observable, parameter]",
                                            error)
             && sl_h5_set_attribute_string (file, "/jacobian", "units",
                                            "unit of the observable per unit of the parameter", error));
}

/* What a file says of an axis of wavelengths. */
static const char *
medium_of_file (SlMedium medium)
{
  return medium == SL_MEDIUM_VACUUM ? "vacuum" : "air from 2000 Angstrom on, vacuum below";
}

/* The library's wavelengths, and the same in the other medium. */
static gboolean
write_waves (Eval *self, SlH5 *file, GError **error)
{
  const SlBandGrid *grid = self->templates->band_grid;
  const SlMedium own = sl_templates_medium (self->templates),
                 other = own == SL_MEDIUM_AIR ? SL_MEDIUM_VACUUM : SL_MEDIUM_AIR;
  const struct { const char *name; const double *wave; SlMedium medium; } table[] = {
    { "/wave", grid->wave, own },
    { other == SL_MEDIUM_AIR ? "/wave_air" : "/wave_vacuum", sl_band_grid_wave (grid, other), other },
  };
  const gsize n = grid->n;

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    if (!sl_h5_write_double (file, table[i].name, 1, &n, table[i].wave, error)
        || !sl_h5_set_attribute_string (file, table[i].name, "units", "Angstrom", error)
        || !sl_h5_set_attribute_string (file, table[i].name, "medium", medium_of_file (table[i].medium),
                                        error))
      return FALSE;
  return TRUE;
}

static gboolean
write_spectra (Eval *self, SlH5 *file, GError **error)
{
  static const struct { const char *name, *description; } table[2] = {
    { "/sed", "spectra with dust [point, wavelength]" },
    { "/sed_intrinsic", "spectra before dust [point, wavelength]" },
  };
  const float *spectra[2] = { self->sed, self->intrinsic };
  gsize dims[2] = { self->points->n, self->templates->n_wave };

  if (!write_waves (self, file, error))
    return FALSE;
  for (guint k = 0; k < 2; k++)
    if (!sl_h5_write_rows_float (file, table[k].name, 2, dims, self->first, self->n, spectra[k], error)
        || !sl_h5_set_attribute_string (file, table[k].name, "units", "Lsun/Hz", error)
        || !sl_h5_set_attribute_string (file, table[k].name, "description", table[k].description, error))
      return FALSE;
  return TRUE;
}

static gboolean
write_results_file (Eval *self, GError **error)
{
  g_autofree char *grid = g_path_get_basename (self->templates->path);
  g_autofree char *filters = g_path_get_basename (self->filters->path);
  g_autofree char *waves = g_strconcat ("Angstrom, ", medium_of_file (sl_templates_medium (self->templates)),
                                        self->templates->medium_given ? "" : "; the library does not say",
                                        NULL);
  const struct { const char *name, *value; } attributes[] = {
    { "program", "starloom " SL_VERSION },
    { "grid", grid },
    { "filters", filters },
    { "engine", self->engine->klass->name },
    { "wavelengths", waves },
    { "magnitudes", "AB" },
    { "initial_mass_function", self->templates->imf ? self->templates->imf : "not stated by the library" },
  };
  g_autoptr (SlH5) file = self->shared ? sl_h5_create_shared (self->options.out, error)
                                       : sl_h5_create (self->options.out, error);

  if (!file)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (attributes); i++)
    if (!sl_h5_set_attribute_string (file, "/", attributes[i].name, attributes[i].value, error))
      return FALSE;
  if (!write_points (self, file, error) || !write_observables (self, file, error))
    return FALSE;
  if (self->sed && !write_spectra (self, file, error))
    return FALSE;
  /* Closing without a commit removes the temporary file. */
  return (self->shared ? sl_command_agree_interrupted () : sl_command_interrupted ())
         || sl_h5_commit (file, error);
}

/* Looks up the names of emission lines in the library: those of --set, or else those of the file. */
static gboolean
find_lines (Eval *self, GError **error)
{
  g_autofree char *text = g_strconcat ("lines_off=", self->points->lines_off, NULL);

  if (!sl_galaxy_settings_use_library (&self->set, self->templates, error))
    return FALSE;
  if (!self->set.lines_off && self->points->lines_off
      && (!sl_galaxy_settings_parse (&self->lines, (const char *[]) { text, NULL }, error)
          || !sl_galaxy_settings_use_library (&self->lines, self->templates, error)))
    {
      g_prefix_error (error, "%s: ", self->points->path);
      return FALSE;
    }
  sl_points_add_settings (self->points, &self->lines);
  sl_points_add_settings (self->points, &self->set);
  return TRUE;
}

static gboolean
print_observable_names (const SlCommandData *data, GError **error)
{
  g_autofree char *names = sl_observable_names ("\n");
  g_autoptr (SlFilterSet) filters = sl_command_load_filters (data, error);

  if (!filters)
    return FALSE;
  g_print ("%s\nSYSTEM/band:", names);
  for (guint i = 0; i < filters->n_filters; i++)
    {
      gboolean next = i == 0 || strcmp (filters->filters[i].system, filters->filters[i - 1].system) != 0;

      g_print ("%s%s", next ? "\n  " : " ", filters->filters[i].name);
    }
  g_print ("\n");
  return TRUE;
}

/* Tells what is notable in tables: for the point that is seen last, since a table ends earliest for it. */
static void
tell_histories (const Eval *self)
{
  SlGalaxy last, galaxy;
  gboolean any = FALSE;

  for (gsize i = 0; i < self->points->n; i++)
    {
      sl_points_galaxy (self->points, i, &galaxy);
      if (galaxy.sfh_form == SL_SFH_TABLE
          && (!any || galaxy.value[SL_PARAM_REDSHIFT] < last.value[SL_PARAM_REDSHIFT]))
        {
          last = galaxy;
          any = TRUE;
        }
      if (!any && same_options (self->points))
        return;
    }
  if (any)
    sl_command_tell_history (&last);
}

/* Tells what the broadest lines spill over. */
static void
tell_spills (const Eval *self)
{
  SlGalaxy broadest, galaxy;

  for (gsize i = 0; i < self->points->n; i++)
    {
      sl_points_galaxy (self->points, i, &galaxy);
      if (i == 0 || galaxy.value[SL_PARAM_SIGMA_V] > broadest.value[SL_PARAM_SIGMA_V])
        broadest = galaxy;
      if (!varies (self->points, SL_PARAM_SIGMA_V))
        break;
    }
  sl_command_tell_spills ((const char *const *) self->names, self->filters, self->templates, &broadest);
}

/* Whether galaxies are computed together; --resume needs the file that such runs keep. */
static gboolean
open_batch (Eval *self, GError **error)
{
  const Options *o = &self->options;
  SlBatchConfig config = { .templates = self->templates,
                           .filters = self->filters,
                           .observables = (const char *const *) self->names,
                           .exact = o->exact };
  guint64 threads = sl_mpi_threads ();

  if (o->sed || (o->engine && strcmp (o->engine, "cpu") != 0)
      || (!o->resume && (o->exact || self->points->n < TOGETHER_FROM)))
    {
      if (!o->resume)
        return TRUE;
      g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER,
                   _ ("--resume: only observables and Jacobians by the CPU engine can be resumed"));
      return FALSE;
    }
  if (!sl_command_whole_number ("--threads", o->threads, 1, MOST_THREADS, &threads, error))
    return FALSE;
  config.threads = (guint) threads;
  self->batch = sl_batch_new (&config, error);
  return self->batch != NULL;
}

static gboolean
load_inputs (Eval *self, GError **error)
{
  g_auto (GStrv) set =
      sl_galaxy_settings_with_time ((const char *const *) self->options.set, self->options.at);

  if (!check_paths (&self->options, error))
    return FALSE;
  if (!sl_galaxy_settings_parse (&self->set, (const char *const *) set, error))
    return FALSE;
  self->points = self->options.skip_bad ? sl_points_load_skipping (self->options.points, error)
                                        : sl_points_load (self->options.points, error);
  if (!self->points)
    return FALSE;
  if (self->options.dust_law)
    {
      g_autofree char *text = g_strconcat ("dust_law=", self->options.dust_law, NULL);

      if (!sl_galaxy_settings_parse (&self->law, (const char *[]) { text, NULL }, error))
        return FALSE;
    }
  sl_points_add_settings (self->points, &self->law);
  sl_points_add_settings (self->points, &self->set);
  if (!sl_points_check (self->points, self->options.extrapolate, error) || !open_engine (self, error)
      || !find_lines (self, error) || !open_batch (self, error))
    return FALSE;
  sl_command_tell (self->points->notes);
  sl_command_tell (self->set.notes);
  tell_histories (self);
  return TRUE;
}

/* Checks that all ranks have read the same file: the split of rows relies on it. Together. */
static gboolean
same_points (const Eval *self, GError **error)
{
  guint64 n = self->points->n;

  sl_mpi_broadcast (&n, sizeof n);
  if (n != self->points->n)
    g_set_error (error, SL_ERROR, SL_ERROR_DATA,
                 _ ("%s: this process reads %zu points, the first one %" PRIu64),
                 self->points->path, self->points->n, n);
  return sl_mpi_agree (n == self->points->n, error);
}

/* All ranks write if HDF5 can do that; else the first rank, to which the others send their rows. */
static gboolean
write_results (Eval *self, GError **error)
{
  gboolean good = TRUE;

  self->shared =
      sl_mpi_ranks () > 1 && sl_h5_can_share () && g_strcmp0 (g_getenv ("STARLOOM_HDF5"), "gather") != 0;
  if (sl_mpi_ranks () > 1 && !self->shared && !gather (self, error))
    return FALSE;
  if (self->shared || sl_mpi_rank () == 0)
    good = write_results_file (self, error);
  return sl_mpi_agree (good, error);
}

static gboolean
evaluate_file (Eval *self, GError **error)
{
  if (!sl_mpi_agree (load_inputs (self, error), error) || !same_points (self, error))
    return FALSE;
  self->first = sl_mpi_first (self->points->n, sl_mpi_rank ());
  self->n = sl_mpi_first (self->points->n, sl_mpi_rank () + 1) - self->first;
  tell_spills (self);
  if (!sl_mpi_agree (evaluate_points (self, error), error))
    return FALSE;
  return sl_command_agree_interrupted () || write_results (self, error);
}

static SlExit
run_eval (const SlCommandLine *line)
{
  g_auto (Eval) self = { 0 };
  Options *o = &self.options;
  const GOptionEntry entries[] = {
    { "points", 'p', 0, G_OPTION_ARG_FILENAME, &o->points, N_ ("Parameters of galaxies, HDF5 or CSV"),
      N_ ("IN") },
    { "out", 'o', 0, G_OPTION_ARG_FILENAME, &o->out, N_ ("File to write"), N_ ("OUT.h5") },
    { "observables", 0, 0, G_OPTION_ARG_STRING, &o->observables, N_ ("Observables, separated by commas"),
      N_ ("LIST") },
    { "jacobian", 'j', 0, G_OPTION_ARG_NONE, &o->jacobian, N_ ("Also derivatives by all parameters"), NULL },
    { "sed", 's', 0, G_OPTION_ARG_NONE, &o->sed, N_ ("Also spectra"), NULL },
    { "extrapolate", 0, 0, G_OPTION_ARG_NONE, &o->extrapolate, N_ ("Accept parameters outside their ranges"),
      NULL },
    { "exact", 0, 0, G_OPTION_ARG_NONE, &o->exact,
      N_ ("The engine of one galaxy for every row: slower, with its own last digits"), NULL },
    { "skip-bad", 0, 0, G_OPTION_ARG_NONE, &o->skip_bad,
      N_ ("Rows that are no galaxies have NaN as their results; without it they are errors"), NULL },
    { "resume", 0, 0, G_OPTION_ARG_NONE, &o->resume,
      N_ ("Go on where an interrupted run of the same command ended"), NULL },
    SL_COMMAND_ENTRIES_DATA (o->data),
    { "set", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &o->set,
      N_ ("Set a parameter or an option of all points; may be repeated"), N_ ("NAME=VALUE") },
    { "dust-law", 0, 0, G_OPTION_ARG_STRING, &o->dust_law, N_ ("The same as --set dust_law=NAME"),
      N_ ("NAME") },
    SL_COMMAND_ENTRY_AT (&o->at),
    SL_COMMAND_ENTRY_ENGINE (&o->engine),
    { "threads", 0, 0, G_OPTION_ARG_STRING, &o->threads,
      N_ ("Threads of the CPU engine (default: one per core)"), N_ ("N") },
    { "list", 0, 0, G_OPTION_ARG_NONE, &o->list, N_ ("List observables and filters, and do nothing else"),
      NULL },
    { NULL },
  };
  GError *error = NULL;
  SlExit status;

  if (!sl_command_parse (line, entries, &status))
    return status;
  if (o->list)
    return print_observable_names (&o->data, &error) ? SL_EXIT_OK
                                                     : sl_command_fail_error (SL_EXIT_FAULT, error);
  if (!o->points || !o->out)
    return sl_command_fail_missing (line, o->points ? "--out" : "--points");
  sl_command_catch_interrupts ();
  if (!evaluate_file (&self, &error))
    return sl_command_fail_error (SL_EXIT_FAULT, error);
  if (sl_command_interrupted () && self.part)
    return sl_command_fail (SL_EXIT_INTERRUPTED,
                            _ ("interrupted after %zu of %zu galaxies; the same command with --resume goes "
                               "on"),
                            self.n_done, self.points->n);
  if (sl_command_interrupted ())
    return sl_command_fail (SL_EXIT_INTERRUPTED, _ ("interrupted; %s was not written"), o->out);
  sl_part_file_close (g_steal_pointer (&self.part), TRUE);
  return SL_EXIT_OK;
}

const SlCommand sl_command_eval = {
  .name = "eval",
  .summary = N_ ("Compute observables, derivatives and spectra of many galaxies"),
  .arguments = N_ ("--points IN --out OUT.h5"),
  .help = N_ (
      "IN is an HDF5 file with /parameter_names (P), /points (N, P) and options as attributes of /points\n"
      "or as datasets of N names (sfh_model, dust_law, metals …); or a CSV file whose header row names\n"
      "parameters and options. A parameter or option that is not in the file has its default; --set\n"
      "applies to all points. starloom render --list names parameters and options.\n"
      "OUT.h5 contains /observable_names, /values (N, observables) and, if requested,\n"
      "/jacobian (N, observables, parameters), /wave, /sed and /sed_intrinsic (N, wavelengths).\n"
      "Lines, indices and breaks have their limits in air; /wave is in the library’s medium, /wave_air\n"
      "or /wave_vacuum in the other one.\n"
      "An observable that does not exist at a point is NaN there.\n"
      "From 1000 galaxies on they are computed together: to some 1e-4 mag, 7e-4 at worst, and 2e-3 of\n"
    "the scale of derivatives (6e-3 by redshift). Until OUT.h5 is complete, results are in\n"
    "OUT.h5.part.\n"
    "starloom eval --list names observables and filters."),
  .run = run_eval,
};
