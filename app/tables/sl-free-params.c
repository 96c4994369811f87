/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/tables/sl-free-params.h"

#include <string.h>

#include <glib/gi18n.h>

#include "app/io/sl-text.h"
#include "model/support/sl-error.h"

gboolean
sl_free_params_read (SlFreeParams *self, const char *list, GError **error)
{
  g_auto (GStrv) names = sl_text_split (list);

  for (guint i = 0; names[i] && self->n < SL_N_PARAMS; i++)
    {
      const int id = sl_text_to_parameter (names[i], error);

      if (id < 0)
        {
          g_prefix_error (error, "--free: ");
          return FALSE;
        }
      self->name[self->n] = sl_param_info (id)->name;
      self->id[self->n++] = id;
    }
  if (!self->n)
    g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER,
                 _ ("%s: expected names separated by commas, found none"), "--free");
  return self->n > 0;
}

static gboolean
read_prior (SlFreeParams *self, const char *text, GError **error)
{
  const char *equals = strchr (text, '=');
  g_autofree char *name = g_strndup (text, equals ? (gsize) (equals - text) : strlen (text));
  const int id = sl_text_to_parameter (g_strstrip (name), error);

  if (id < 0)
    return FALSE;
  for (guint p = 0; p < self->n; p++)
    if (self->id[p] == (SlParamId) id)
      return sl_prior_parse (equals ? equals + 1 : "", &self->prior[p], error);
  g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER, _ ("%s is not free; name it in --free"), name);
  return FALSE;
}

gboolean
sl_free_params_read_priors (SlFreeParams *self, const char *const *texts, GError **error)
{
  for (guint i = 0; texts && texts[i]; i++)
    if (!read_prior (self, texts[i], error))
      {
        g_prefix_error (error, "--prior: ");
        return FALSE;
      }
  return TRUE;
}
