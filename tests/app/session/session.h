/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib/gstdio.h>

#include "app/session/sl-session.h"

/* A session with counters of its signals; checked for validity after each test. */

typedef struct {
  SlSession *session;
  guint n_changed, n_messages;
  SlParamSet params;
  gboolean options;
} Fixture;

static inline void
changed_cb (Fixture *f, const SlParamSet *params, gboolean options)
{
  f->n_changed++;
  f->params = *params;
  f->options = options;
}

static inline void
message_cb (Fixture *f, const char *text)
{
  g_assert_cmpstr (text, !=, "");
  f->n_messages++;
}

static inline void
set_up (Fixture *f, gconstpointer data)
{
  f->session = sl_session_new ();
  g_signal_connect_swapped (f->session, "galaxy-changed", G_CALLBACK (changed_cb), f);
  g_signal_connect_swapped (f->session, "message", G_CALLBACK (message_cb), f);
}

static inline void
tear_down (Fixture *f, gconstpointer data)
{
  g_assert_true (sl_galaxy_check (sl_session_get_galaxy (f->session), FALSE, NULL));
  g_assert_finalize_object (f->session);
}

#define VALUE(id) sl_session_get_value (f->session, SL_PARAM_##id)
#define SET(id, value) sl_session_set_value (f->session, SL_PARAM_##id, value)
