/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/commands/sl-derivative-inputs.h"

#include <glib/gi18n.h>

#include "app/io/sl-text.h"
#include "model/degeneracy/sl-measure.h"
#include "model/observables/sl-observables.h"
#include "model/support/sl-error.h"

static gboolean
add_param (SlDerivativeInputs *self, const char *name, GError **error)
{
  const int id = sl_text_to_parameter (name, error);

  if (id < 0)
    return FALSE;
  for (guint k = 0; k < self->n; k++)
    if (self->id[k] == (SlParamId) id)
      {
        g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER, _ ("%s is named twice"), name);
        return FALSE;
      }
  if (!sl_galaxy_uses (&self->galaxy, id))
    {
      g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER, _ ("%s has no effect on this galaxy"), name);
      return FALSE;
    }
  self->param_names[self->n] = sl_param_info (id)->name;
  self->id[self->n++] = id;
  return TRUE;
}

static gboolean
read_params (SlDerivativeInputs *self, GError **error)
{
  const char *option = self->params_option ? self->params_option : "--params";
  g_auto (GStrv) names = NULL;

  if (!self->params)
    {
      const SlParamSet all = sl_degeneracy_params (&self->galaxy);

      for (int p = sl_param_set_next (all, -1); p >= 0; p = sl_param_set_next (all, p))
        {
          self->param_names[self->n] = sl_param_info (p)->name;
          self->id[self->n++] = p;
        }
      return TRUE;
    }
  names = sl_text_split (self->params);

  for (guint i = 0; names[i]; i++)
    if (!add_param (self, names[i], error))
      {
        g_prefix_error (error, "%s: ", option);
        return FALSE;
      }
  if (!self->n)
    g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER,
                 _ ("%s: expected names separated by commas, found none"), option);
  return self->n > 0;
}

gboolean
sl_derivative_inputs_load (SlDerivativeInputs *self, GError **error)
{
  g_auto (GStrv) set = sl_galaxy_settings_with_time ((const char *const *) self->set, self->at);

  self->names = sl_text_split (self->observables);
  self->n_obs = g_strv_length (self->names);
  if (!self->n_obs)
    {
      g_set_error (error, SL_ERROR, SL_ERROR_OBSERVABLE,
                   _ ("%s: expected names separated by commas, found none"),
                   self->observables_option ? self->observables_option : "--observables");
      return FALSE;
    }
  /* Mistakes in the command are reported before the library, which takes longer, is read. */
  if (!(sl_galaxy_settings_parse (&self->settings, (const char *const *) set, error)
        && sl_galaxy_settings_to_galaxy (&self->settings, self->preset, &self->galaxy, error)
        && read_params (self, error)
        && sl_command_load_galaxy (&self->data, &self->settings, self->preset, &self->templates,
                                   &self->filters, &self->galaxy, error)))
    return FALSE;
  sl_command_tell (self->settings.notes);
  sl_command_tell_history (&self->galaxy);
  return TRUE;
}

void
sl_derivative_inputs_clear (SlDerivativeInputs *self)
{
  g_free (self->preset);
  g_free (self->observables);
  g_free (self->params);
  g_free (self->at);
  sl_command_data_clear (&self->data);
  g_strfreev (self->set);
  sl_galaxy_settings_clear (&self->settings);
  g_strfreev (self->names);
  sl_templates_unref (self->templates);
  sl_filter_set_unref (self->filters);
}

const char *
sl_derivative_inputs_unit (const SlDerivativeInputs *self, guint o)
{
  SlObservableLabel label = { 0 };
  const char *unit;

  if (!sl_observable_label (self->filters, self->templates, self->names[o], &label, NULL))
    return "";
  unit = label.unit; /* static */
  sl_observable_label_clear (&label);
  return unit;
}
