/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/support/sl-cancel.h"

#include <glib/gi18n-lib.h>

#include "model/support/sl-error.h"

static GPrivate watched = G_PRIVATE_INIT (NULL);

void
sl_cancel_watch (const gint *flag)
{
  g_private_set (&watched, (gpointer) flag);
}

gboolean
sl_cancel_asked (void)
{
  const gint *flag = g_private_get (&watched);

  return flag && g_atomic_int_get (flag);
}

gboolean
sl_cancel_fail (const char *path, GError **error)
{
  if (!sl_cancel_asked ())
    return FALSE;
  g_set_error (error, SL_ERROR, SL_ERROR_FILE, _ ("%s: reading was cancelled"), path);
  return TRUE;
}
