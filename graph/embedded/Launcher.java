/*
 * Launcher: runs one Neo4j database server for Headwater, on loopback.
 * Copyright (C) 2026 The Headwater authors
 *
 * This program is free software: you can redistribute it and/or modify it under the terms of the GNU General Public
 * License as published by the Free Software Foundation, either version 3 of the License, or (at your option) any later
 * version. This program is distributed in the hope that it will be useful, but WITHOUT ANY WARRANTY; without even the
 * implied warranty of MERCHANTABILITY or FITNESS FOR A PARTICULAR PURPOSE. See the GNU General Public License for more
 * details: <https://www.gnu.org/licenses/>.
 *
 * This one file is GPL-3.0-or-later, because it calls Neo4j Community's classes; the rest of Headwater is Apache-2.0
 * and talks to this process over Bolt.
 */

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.neo4j.dbms.api.DatabaseManagementService;
import org.neo4j.dbms.api.DatabaseManagementServiceBuilder;
import org.neo4j.graphdb.QueryExecutionException;

/**
 * Usage: java -cp 'lib/*' Launcher.java HOME SETTINGS, where SETTINGS is a file in the form of neo4j.conf. The first line of standard input is the password of the user
 * neo4j. Prints READY once Bolt answers. Ends, cleanly, on SIGTERM or when standard input closes, so it never outlives its parent.
 */
public class Launcher {
  private static final long CLEAN_STOP_MS = 20_000;

  public static void main(String[] args) throws Exception {
    Path home = Path.of(args[0]);
    BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    String password = input.readLine();
    if (password == null) System.exit(0);

    AtomicReference<DatabaseManagementService> running = new AtomicReference<>();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> {
      DatabaseManagementService service = running.get();
      if (service != null) service.shutdown();
    }));
    Thread parent = new Thread(() -> {
      try {
        while (input.readLine() != null) {
          // nothing is said after the password; only the end matters
        }
      } catch (java.io.IOException gone) {
        // the same as the end
      }
      Thread late = new Thread(() -> {
        try {
          Thread.sleep(CLEAN_STOP_MS);
        } catch (InterruptedException ignored) {
          return;
        }
        Runtime.getRuntime().halt(3);
      });
      late.setDaemon(true);
      late.start();
      System.exit(0);
    });
    parent.setDaemon(true);
    parent.start();

    try {
      DatabaseManagementService service =
          new DatabaseManagementServiceBuilder(home).loadPropertiesFromFile(Path.of(args[1])).build();
      running.set(service);
      setPassword(service, password);
    } catch (Throwable fault) {
      // threads of a half-started server would keep this process alive
      fault.printStackTrace();
      System.exit(1);
    }
    System.out.println("READY");
    System.out.flush();
    Thread.currentThread().join();
  }

  private static void setPassword(DatabaseManagementService service, String password) {
    try {
      service.database("system").executeTransactionally(
          "ALTER USER neo4j SET PASSWORD $password CHANGE NOT REQUIRED", Map.of("password", password));
    } catch (QueryExecutionException fault) {
      // at every start but the first it is set already, which Neo4j refuses to do again
      if (!fault.getMessage().contains("cannot be the same")) throw fault;
    }
  }
}
