/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/support/sl-error.h"

/* Engines on several threads may fail at once: the macro of GLib writes its variable without order. */
GQuark
sl_error_quark (void)
{
  static gsize quark;

  if (g_once_init_enter (&quark))
    g_once_init_leave (&quark, g_quark_from_static_string ("sl-error-quark"));
  return (GQuark) quark;
}
