/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/commands/sl-cmd-derivatives.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n.h>

#include "app/io/sl-text.h"
#include "model/io/sl-data.h"
#include "model/support/sl-error.h"
#include "model/observables/sl-observables.h"

static gboolean
read_params (SlCmdDerivatives *self, GError **error)
{
  g_auto (GStrv) names = sl_text_split (self->params);

  for (guint i = 0; names[i]; i++)
    {
      int id = sl_text_to_parameter (names[i], error);

      if (id < 0)
        {
          g_prefix_error (error, "--params: ");
          return FALSE;
        }
      for (guint k = 0; k < self->n; k++)
        if (self->id[k] == (SlParamId) id)
          {
            g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER, _ ("--params: %s stands there twice"),
                         names[i]);
            return FALSE;
          }
      if (!sl_galaxy_uses (&self->galaxy, id))
        {
          g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER, _ ("--params: %s does not act in this galaxy"),
                       names[i]);
          return FALSE;
        }
      self->param_names[self->n] = sl_param_info (id)->name;
      self->id[self->n++] = id;
    }
  if (!self->n)
    g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER,
                 _ ("--params: expected names separated by commas, found none"));
  return self->n > 0;
}

gboolean
sl_cmd_derivatives_load (SlCmdDerivatives *self, GError **error)
{
  g_autofree char *grid = self->grid ? g_strdup (self->grid) : sl_data_path ("ssp_bc03_miles.h5");
  g_autofree char *filters = sl_data_path ("filters.h5");

  self->names = sl_text_split (self->observables);
  self->n_obs = g_strv_length (self->names);
  if (!self->n_obs)
    {
      g_set_error (error, SL_ERROR, SL_ERROR_OBSERVABLE,
                   _ ("--observables: expected names separated by commas, found none"));
      return FALSE;
    }
  /* All that is wrong with the command is said before the library is read. */
  if (!sl_galaxy_settings_parse (&self->settings, (const char *const *) self->set, error)
      || !sl_galaxy_settings_to_galaxy (&self->settings, self->preset, &self->galaxy, error)
      || !read_params (self, error))
    return FALSE;
  self->templates = sl_templates_load (grid, error);
  if (!self->templates || !sl_galaxy_settings_find_lines (&self->settings, self->templates, error)
      || !sl_galaxy_settings_to_galaxy (&self->settings, self->preset, &self->galaxy, error))
    return FALSE;
  self->filters = sl_filter_set_load (filters, error);
  return self->filters != NULL;
}

void
sl_cmd_derivatives_clear (SlCmdDerivatives *self)
{
  g_free (self->preset);
  g_free (self->observables);
  g_free (self->params);
  g_free (self->grid);
  g_strfreev (self->set);
  sl_galaxy_settings_clear (&self->settings);
  g_strfreev (self->names);
  sl_templates_unref (self->templates);
  sl_filter_set_unref (self->filters);
}

const char *
sl_cmd_derivatives_unit (const SlCmdDerivatives *self, guint o)
{
  SlObservableLabel label = { 0 };
  const char *unit;

  if (!sl_observable_label (self->filters, self->names[o], &label, NULL))
    return "";
  unit = label.unit;
  sl_observable_label_clear (&label);
  return unit;
}

const char *
sl_cmd_number_text (double value, char *buffer)
{
  return g_ascii_formatd (buffer, G_ASCII_DTOSTR_BUF_SIZE, "%.6g", isnan (value) ? NAN : value);
}

void
sl_cmd_print_table (const char *const *row_names, const char *const *column_names, const double *values,
                    guint n_rows, guint n_columns)
{
  g_autofree int *width = g_new0 (int, n_columns);
  int first = 0;
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  for (guint r = 0; r < n_rows; r++)
    first = MAX (first, (int) g_utf8_strlen (row_names[r], -1));
  for (guint c = 0; c < n_columns; c++)
    {
      width[c] = g_utf8_strlen (column_names[c], -1);
      for (guint r = 0; r < n_rows; r++)
        width[c] = MAX (width[c], (int) strlen (sl_cmd_number_text (values[r * n_columns + c], text)));
    }
  g_print ("%*s", first, "");
  for (guint c = 0; c < n_columns; c++)
    g_print ("  %*s%s", width[c] - (int) g_utf8_strlen (column_names[c], -1), "", column_names[c]);
  g_print ("\n");
  for (guint r = 0; r < n_rows; r++)
    {
      g_print ("%s%*s", row_names[r], first - (int) g_utf8_strlen (row_names[r], -1), "");
      for (guint c = 0; c < n_columns; c++)
        g_print ("  %*s", width[c], sl_cmd_number_text (values[r * n_columns + c], text));
      g_print ("\n");
    }
}

static void
add_number (JsonBuilder *builder, double value)
{
  if (isfinite (value))
    json_builder_add_double_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

void
sl_cmd_json_number (JsonBuilder *builder, const char *name, double value)
{
  json_builder_set_member_name (builder, name);
  add_number (builder, value);
}

static void
add_row (JsonBuilder *builder, const double *values, guint n)
{
  json_builder_begin_array (builder);
  for (guint i = 0; i < n; i++)
    add_number (builder, values[i]);
  json_builder_end_array (builder);
}

void
sl_cmd_json_numbers (JsonBuilder *builder, const char *name, const double *values, guint n)
{
  json_builder_set_member_name (builder, name);
  add_row (builder, values, n);
}

void
sl_cmd_json_matrix (JsonBuilder *builder, const char *name, const double *values, guint n_rows, guint n)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (guint r = 0; r < n_rows; r++)
    add_row (builder, values + (gsize) r * n, n);
  json_builder_end_array (builder);
}

void
sl_cmd_json_text (JsonBuilder *builder, const char *name, const char *text)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, text);
}

void
sl_cmd_json_texts (JsonBuilder *builder, const char *name, const char *const *texts, guint n)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (guint i = 0; i < n; i++)
    json_builder_add_string_value (builder, texts[i]);
  json_builder_end_array (builder);
}

void
sl_cmd_json_print (JsonBuilder *builder)
{
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  g_autofree char *text = NULL;

  json_generator_set_root (generator, root);
  json_generator_set_pretty (generator, TRUE);
  text = json_generator_to_data (generator, NULL);
  g_print ("%s\n", text);
  g_object_unref (builder);
}
