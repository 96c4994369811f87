/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/commands/sl-eval-output.h"

#include <string.h>

#include "app/compute/sl-engines.h"
#include "app/io/sl-text.h"
#include "model/observables/sl-observables.h"

static gboolean
ends_with (const char *path, const char *ending)
{
  const gsize n = strlen (path), m = strlen (ending);

  return n >= m && g_ascii_strcasecmp (path + n - m, ending) == 0;
}

SlEvalFormat
sl_eval_format (const char *path)
{
  return ends_with (path, ".csv") ? SL_EVAL_CSV : ends_with (path, ".ecsv") ? SL_EVAL_ECSV : SL_EVAL_HDF5;
}

SlEvalOutput *
sl_eval_output_new (const SlEval *eval, const char *path, gboolean shared, GError **error)
{
  static const SlEvalOutputKind *const kinds[] = {
    [SL_EVAL_HDF5] = &sl_eval_output_hdf5,
    [SL_EVAL_CSV] = &sl_eval_output_csv,
    [SL_EVAL_ECSV] = &sl_eval_output_ecsv,
  };
  const SlEvalOutputKind *kind = kinds[sl_eval_format (path)];
  SlEvalOutput *self = kind->open (eval, path, shared, error);

  if (self)
    self->kind = kind;
  return self;
}

gboolean
sl_eval_output_write (SlEvalOutput *self, const SlEvalRows *rows, GError **error)
{
  return self->kind->write (self, rows, error);
}

gboolean
sl_eval_output_commit (SlEvalOutput *self, GError **error)
{
  return self->kind->commit (self, error);
}

void
sl_eval_output_free (SlEvalOutput *self)
{
  if (self)
    self->kind->free (self);
}

/* --- what files say ------------------------------------------------------- */

const char *
sl_eval_medium (SlMedium medium)
{
  return medium == SL_MEDIUM_VACUUM ? "vacuum" : "air from 2000 Angstrom on, vacuum below";
}

void
sl_eval_facts (const SlEval *eval, SlEvalFact facts[SL_EVAL_N_FACTS])
{
  const SlTemplates *t = eval->templates;
  const SlEvalFact all[SL_EVAL_N_FACTS] = {
    { "program", g_strdup ("starloom " SL_VERSION) },
    { "command", g_strdup (eval->command) },
    { "grid", g_path_get_basename (t->path) },
    { "filters", g_path_get_basename (eval->filters->path) },
    { "engine", g_strdup (sl_engines_name (eval->engine)) },
    { "wavelengths", g_strconcat ("Angstrom, ", sl_eval_medium (sl_templates_medium (eval->templates)),
                                  t->medium_given ? "" : "; the library does not say", NULL) },
    { "magnitudes", g_strdup ("AB") },
    { "initial_mass_function", g_strdup (t->imf ? t->imf : "not stated by the library") },
  };

  memcpy (facts, all, sizeof all);
}

void
sl_eval_facts_clear (SlEvalFact facts[SL_EVAL_N_FACTS])
{
  for (guint i = 0; i < SL_EVAL_N_FACTS; i++)
    g_free (facts[i].value);
}

const char *
sl_eval_unit_name (const char *sign)
{
  static const struct {
    const char *sign, *name;
  } table[] = {
    { "Å", "Angstrom" },
    { "M☉", "Msun" },
    { "M☉/yr", "Msun/yr" },
    { "mag", "mag" },
    { "µJy", "uJy" },
    { "Gyr", "Gyr" },
    { "L☉", "Lsun" },
    { "L☉/Å", "Lsun/Angstrom" },
    { "M☉/L☉", "Msun/Lsun" },
    { "s⁻¹", "1/s" },
    /* of parameters */
    { "M<sub>☉</sub>", "Msun" },
    { "yr<sup>−1</sup>", "1/yr" },
    { "yr", "yr" },
    { "dex", "dex" },
    { "km/s", "km/s" },
    { "100 km/s/Mpc", "100 km/s/Mpc" },
    { "%", "%" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    if (g_strcmp0 (sign, table[i].sign) == 0)
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

gboolean
sl_eval_unit (const SlEval *eval, guint k, SlEvalUnit *unit, GError **error)
{
  SlObservableLabel label = { 0 };

  if (!sl_observable_label (eval->filters, eval->templates, eval->names[k], &label, error))
    return FALSE;
  unit->unit = sl_eval_unit_name (label.unit);
  unit->lg = g_str_has_prefix (label.label, "lg ");
  unit->description = description_of (label.label);
  sl_observable_label_clear (&label);
  return TRUE;
}
