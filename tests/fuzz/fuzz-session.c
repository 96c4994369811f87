/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sessions; what is read is written, and read again to the same text. */
#include "app/session/sl-session-state.h"
#include "tests/fuzz/fuzz.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  SlSessionState state, again;
  g_autofree char *first = NULL, *second = NULL;
  GError *error = NULL;
  gboolean good;

  if (size > FUZZ_MOST_BYTES)
    return 0;
  sl_session_state_init (&state);
  good = sl_session_state_from_json (&state, (const char *) data, (gssize) size, &error);
  fuzz_told (good, error);
  if (!good)
    return 0;
  error = NULL;
  first = sl_session_state_to_json (&state);
  sl_session_state_init (&again);
  sl_session_state_from_json (&again, first, (gssize) strlen (first), &error);
  g_assert_no_error (error);
  second = sl_session_state_to_json (&again);
  g_assert_cmpstr (first, ==, second);
  return 0;
}
