"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { EntryForm } from "@/components/sign-in/entry-form";
import { TextField } from "@/components/ui/field";
import { Mark } from "@/components/ui/mark";
import { Panel } from "@/components/ui/panel";

/** Changes one's own password. The other sessions end; this one goes on under a new cookie. */
export function ChangePassword({ passwordMinLength }: { passwordMinLength: number }) {
  const router = useRouter();
  const [done, setDone] = useState(0);
  return (
    <Panel title="Password" note="changing it ends your other sessions">
      <div className="max-w-90 px-4 py-3">
        <EntryForm
          key={done}
          path="/api/v1/me/password"
          method="PUT"
          action="Change the password"
          toBody={(fields) => ({ current: String(fields.get("current")), password: String(fields.get("password")) })}
          onDone={() => {
            setDone(done + 1);
            router.refresh();
          }}
        >
          {(errors) => (
            <>
              <TextField id="current" name="current" type="password" label="Present password" autoComplete="current-password" required error={errors.current} />
              <TextField id="password" name="password" type="password" label="New password" autoComplete="new-password" minLength={passwordMinLength} maxLength={1024} required error={errors.password} hint={`${passwordMinLength} characters or more.`} />
              {done > 0 && <p role="status"><Mark tone="good">Changed. Your other sessions have ended.</Mark></p>}
            </>
          )}
        </EntryForm>
      </div>
    </Panel>
  );
}
