# Headwater for a Neo4j that runs elsewhere (see compose.yaml): no JDK in it, so it starts none of its own.
# Not built where Headwater is developed, which has no Docker; its steps are run there one by one.
FROM node:20-bookworm-slim
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1
WORKDIR /headwater
RUN chown node:node /headwater && install -d -o node -g node -m 700 /data
USER node
COPY --chown=node:node package.json package-lock.json ./
RUN npm ci --omit=dev --no-audit --no-fund
COPY --chown=node:node . .
RUN npm run build
ENV HOST=0.0.0.0 HEADWATER_DATA=/data
VOLUME /data
EXPOSE 3000
CMD ["node", "scripts/start.mjs"]
