/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Results in HDF5. */
#include "app/commands/sl-eval-output.h"

#include "app/commands/sl-commands.h"
#include "app/compute/sl-engines.h"
#include "model/galaxy/sl-sfh-forms.h"

typedef struct {
  SlEvalOutput base;
  const SlEval *eval;
  SlH5 *file;
  gboolean shared;
} Hdf5;

static void
free_output (SlEvalOutput *output)
{
  Hdf5 *self = (Hdf5 *) output;

  /* Closing without a commit removes the temporary file. */
  g_clear_pointer (&self->file, sl_h5_close);
  g_free (self);
}

/* Names of columns. */
static gboolean
write_names (const Hdf5 *self, GError **error)
{
  const SlEval *eval = self->eval;
  const char *names[SL_N_PARAMS];
  g_autofree const char **units = g_new0 (const char *, eval->n_obs);
  g_auto (GStrv) descriptions = g_new0 (char *, eval->n_obs + 1);

  for (guint c = 0; c < eval->n_columns; c++)
    names[c] = sl_param_info (eval->column[c])->name;
  for (guint k = 0; k < eval->n_obs; k++)
    {
      SlOutputUnit unit;

      if (!sl_output_unit (eval->filters, eval->templates, eval->names[k], &unit, error))
        return FALSE;
      units[k] = unit.unit;
      descriptions[k] = unit.description;
    }
  return sl_h5_write_strings (self->file, "/parameter_names", names, eval->n_columns, error)
         && sl_h5_write_strings (self->file, "/observable_names", eval->names, eval->n_obs, error)
         && sl_h5_write_strings (self->file, "/observable_units", units, eval->n_obs, error)
         && sl_h5_write_strings (self->file, "/observable_descriptions", (const char *const *) descriptions,
                                 eval->n_obs, error);
}

/* The library's wavelengths, and the same in the other medium. */
static gboolean
write_waves (const Hdf5 *self, GError **error)
{
  const SlTemplates *templates = self->eval->templates;
  const SlBandGrid *grid = templates->band_grid;
  const SlMedium own = sl_templates_medium (self->eval->templates),
                 other = own == SL_MEDIUM_AIR ? SL_MEDIUM_VACUUM : SL_MEDIUM_AIR;
  const struct {
    const char *name;
    const double *wave;
    SlMedium medium;
  } table[] = {
    { "/wave", grid->wave, own },
    { other == SL_MEDIUM_AIR ? "/wave_air" : "/wave_vacuum", sl_band_grid_wave (grid, other), other },
  };
  const gsize n = grid->n;

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    if (!sl_h5_write_double (self->file, table[i].name, 1, &n, table[i].wave, error)
        || !sl_h5_set_attribute_string (self->file, table[i].name, "units", "Angstrom", error)
        || !sl_h5_set_attribute_string (self->file, table[i].name, "medium",
                                        sl_output_medium (table[i].medium), error))
      return FALSE;
  return TRUE;
}

static SlEvalOutput *
open_output (const SlEval *eval, const char *path, gboolean shared, GError **error)
{
  Hdf5 *self = g_new0 (Hdf5, 1);
  SlTextFact facts[SL_OUTPUT_N_FACTS];
  gboolean good;

  self->eval = eval;
  self->shared = shared;
  self->file = shared ? sl_h5_create_shared (path, error) : sl_h5_create (path, error);
  good = self->file != NULL;
  sl_output_facts (eval->templates, eval->filters, sl_engines_name (eval->engine), eval->command,
                   facts);
  for (guint i = 0; i < SL_OUTPUT_N_FACTS && good; i++)
    good = sl_h5_set_attribute_string (self->file, "/", facts[i].name, facts[i].value, error);
  sl_output_facts_clear (facts);
  if (good && write_names (self, error) && (!eval->sed || write_waves (self, error)))
    return &self->base;
  free_output (&self->base);
  return NULL;
}

/* Writes the parameters so that the file is itself an input of eval. */
static gboolean
write_points (const Hdf5 *self, const SlEvalRows *rows, GError **error)
{
  const SlEval *eval = self->eval;
  const gsize dims[] = { eval->survey->n, eval->n_columns };
  SlPoints *points = sl_points_reader_points (eval->reader);
  g_autofree double *params = g_new (double, rows->n * eval->n_columns + 1);

  for (gsize i = 0; i < rows->n; i++)
    sl_eval_rows_params (eval, rows, i, params + i * eval->n_columns);
  points->first = rows->first;
  return sl_h5_write_rows_double (self->file, "/points", 2, dims, rows->first, rows->n, params, error)
         && sl_points_write_option_rows (points, eval->survey, self->file, error);
}

static gboolean
write_rows (SlEvalOutput *output, const SlEvalRows *rows, GError **error)
{
  const Hdf5 *self = (const Hdf5 *) output;
  const SlEval *eval = self->eval;
  const gsize n = eval->survey->n, values[] = { n, eval->n_obs },
              jacobian[] = { n, eval->n_obs, eval->n_columns }, spectra[] = { n, eval->templates->n_wave };

  if (!write_points (self, rows, error)
      || !sl_h5_write_rows_double (self->file, "/values", 2, values, rows->first, rows->n, rows->values,
                                   error))
    return FALSE;
  if (rows->jacobian
      && !sl_h5_write_rows_double (self->file, "/jacobian", 3, jacobian, rows->first, rows->n, rows->jacobian,
                                   error))
    return FALSE;
  return !rows->sed
         || (sl_h5_write_rows_float (self->file, "/sed", 2, spectra, rows->first, rows->n, rows->sed, error)
             && sl_h5_write_rows_float (self->file, "/sed_intrinsic", 2, spectra, rows->first, rows->n,
                                        rows->intrinsic, error));
}

static gboolean
describe (const Hdf5 *self, GError **error)
{
  const SlEval *eval = self->eval;
  const struct {
    gboolean there;
    const char *set, *name, *text;
  } table[] = {
    { TRUE, "/values", "description", "[point, observable]; NaN where an observable does not exist" },
    { TRUE, "/values", "units", "per observable: see /observable_units" },
    { eval->jacobian, "/jacobian", "description",
      "d observable / d parameter [point, observable, parameter]" },
    { eval->jacobian, "/jacobian", "units", "unit of the observable per unit of the parameter" },
    { eval->sed, "/sed", "units", "Lsun/Hz" },
    { eval->sed, "/sed", "description", "spectra with dust [point, wavelength]" },
    { eval->sed, "/sed_intrinsic", "units", "Lsun/Hz" },
    { eval->sed, "/sed_intrinsic", "description", "spectra before dust [point, wavelength]" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    if (table[i].there
        && !sl_h5_set_attribute_string (self->file, table[i].set, table[i].name, table[i].text, error))
      return FALSE;
  return TRUE;
}

static gboolean
commit_output (SlEvalOutput *output, GError **error)
{
  Hdf5 *self = (Hdf5 *) output;
  const SlPointsSurvey *survey = self->eval->survey;
  SlGalaxy first;
  const char *form = "mixed: see /sfh_model";

  sl_points_survey_first (survey, &first);
  if (!sl_points_survey_varies (survey, SL_OPTION_SFH_FORM))
    form = sl_sfh_form_info (first.sfh_form)->name;
  if (!sl_points_write_options (survey, self->eval->templates, self->file, error)
      || !sl_h5_set_attribute_string (self->file, "/", "sfh_model", form, error) || !describe (self, error))
    return FALSE;
  return (self->shared ? sl_command_agree_interrupted () : sl_command_interrupted ())
         || sl_h5_commit (self->file, error);
}

const SlEvalOutputKind sl_eval_output_hdf5 = { open_output, write_rows, commit_output, free_output };
