// Generated from openapi.json by `npm run api`.

export interface paths {
    "/api/accounts/{id}/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Looks at an account now: its token, permissions and subscription at Meta, and its last delivery. Changes nothing. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Our id, of either kind. */
                    id: components["schemas"]["AccountId"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Each check with what was found and what to do. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "account_id": "0198c0de-0000-7000-8000-000000000001",
                         *       "checked_at": "2026-01-31T09:30:00Z",
                         *       "checks": [
                         *         {
                         *           "detail": "text",
                         *           "name": "Grace",
                         *           "ok": true,
                         *           "remedy": "text"
                         *         }
                         *       ],
                         *       "data_access_expires_at": "2026-01-31T09:30:00Z",
                         *       "last_webhook_at": "2026-01-31T09:30:00Z",
                         *       "platform": "INSTAGRAM",
                         *       "status": "text",
                         *       "status_reason": "text",
                         *       "token_expires_at": "2026-01-31T09:30:00Z"
                         *     }
                         */
                        "application/json": components["schemas"]["Health"];
                    };
                };
                /** @description Not logged in. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not an admin. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `Account not found`. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong here; the log says more. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The database is busy or out of reach. `Retry-After` says how long to wait. */
                503: {
                    headers: {
                        /** @description Seconds to wait. */
                        "Retry-After"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `request_timeout`: it took longer than two minutes and was given up. */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts/{id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How far reading the conversations back is, and what it found. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Our id, of either kind. */
                    id: components["schemas"]["AccountId"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The walk under way, the last one, and the counts. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "account_id": "0198c0de-0000-7000-8000-000000000001",
                         *       "current": {
                         *         "began_at": "2026-01-31T09:30:00Z",
                         *         "conversations": 1,
                         *         "imported": 1,
                         *         "lost": 1,
                         *         "messages": 1,
                         *         "recovered": 1,
                         *         "whole": true
                         *       },
                         *       "finished_at": "2026-01-31T09:30:00Z",
                         *       "last": {
                         *         "began_at": "2026-01-31T09:30:00Z",
                         *         "conversations": 1,
                         *         "imported": 1,
                         *         "lost": 1,
                         *         "messages": 1,
                         *         "recovered": 1,
                         *         "whole": true
                         *       },
                         *       "limits": "text",
                         *       "lost": 1,
                         *       "next_at": "2026-01-31T09:30:00Z",
                         *       "problem": "text",
                         *       "recovered": 1,
                         *       "state": "text"
                         *     }
                         */
                        "application/json": components["schemas"]["History"];
                    };
                };
                /** @description Not logged in. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not an admin. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `Account not found`. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong here; the log says more. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The database is busy or out of reach. `Retry-After` says how long to wait. */
                503: {
                    headers: {
                        /** @description Seconds to wait. */
                        "Retry-After"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `request_timeout`: it took longer than two minutes and was given up. */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Reads everything back that Meta shows, from the newest conversation on; a walk under way begins again. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Our id, of either kind. */
                    id: components["schemas"]["AccountId"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description It has begun. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "account_id": "0198c0de-0000-7000-8000-000000000001",
                         *       "current": {
                         *         "began_at": "2026-01-31T09:30:00Z",
                         *         "conversations": 1,
                         *         "imported": 1,
                         *         "lost": 1,
                         *         "messages": 1,
                         *         "recovered": 1,
                         *         "whole": true
                         *       },
                         *       "finished_at": "2026-01-31T09:30:00Z",
                         *       "last": {
                         *         "began_at": "2026-01-31T09:30:00Z",
                         *         "conversations": 1,
                         *         "imported": 1,
                         *         "lost": 1,
                         *         "messages": 1,
                         *         "recovered": 1,
                         *         "whole": true
                         *       },
                         *       "limits": "text",
                         *       "lost": 1,
                         *       "next_at": "2026-01-31T09:30:00Z",
                         *       "problem": "text",
                         *       "recovered": 1,
                         *       "state": "text"
                         *     }
                         */
                        "application/json": components["schemas"]["History"];
                    };
                };
                /** @description Not logged in. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not an admin. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `Account not found`. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong here; the log says more. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The database is busy or out of reach. `Retry-After` says how long to wait. */
                503: {
                    headers: {
                        /** @description Seconds to wait. */
                        "Retry-After"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `request_timeout`: it took longer than two minutes and was given up. */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        /** Ends the walk under way; what it added stays, and the next one comes at its time. */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Our id, of either kind. */
                    id: components["schemas"]["AccountId"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description None is under way now. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "account_id": "0198c0de-0000-7000-8000-000000000001",
                         *       "current": {
                         *         "began_at": "2026-01-31T09:30:00Z",
                         *         "conversations": 1,
                         *         "imported": 1,
                         *         "lost": 1,
                         *         "messages": 1,
                         *         "recovered": 1,
                         *         "whole": true
                         *       },
                         *       "finished_at": "2026-01-31T09:30:00Z",
                         *       "last": {
                         *         "began_at": "2026-01-31T09:30:00Z",
                         *         "conversations": 1,
                         *         "imported": 1,
                         *         "lost": 1,
                         *         "messages": 1,
                         *         "recovered": 1,
                         *         "whole": true
                         *       },
                         *       "limits": "text",
                         *       "lost": 1,
                         *       "next_at": "2026-01-31T09:30:00Z",
                         *       "problem": "text",
                         *       "recovered": 1,
                         *       "state": "text"
                         *     }
                         */
                        "application/json": components["schemas"]["History"];
                    };
                };
                /** @description Not logged in. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not an admin. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `Account not found`. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong here; the log says more. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The database is busy or out of reach. `Retry-After` says how long to wait. */
                503: {
                    headers: {
                        /** @description Seconds to wait. */
                        "Retry-After"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `request_timeout`: it took longer than two minutes and was given up. */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts/{id}/history/lost": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The messages that Meta names and no longer gives, or those that were read back, found last first. */
        get: {
            parameters: {
                query?: {
                    /** @description `lost` (the default) or `late`: those that were read back and added. */
                    kind?: string;
                    /** @description Rows, at most 200. */
                    limit?: number;
                    /** @description Where the page before ended. */
                    cursor?: string;
                };
                header?: never;
                path: {
                    /** @description Our id, of either kind. */
                    id: components["schemas"]["AccountId"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page of messages. */
                200: {
                    headers: {
                        /** @description The next page, if there is one. */
                        Link?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example [
                         *       {
                         *         "customer_id": "text",
                         *         "found_at": "2026-01-31T09:30:00Z",
                         *         "meta_message_id": "aWdfZAG1faXRlbToxOk1lc3NhZ2VJRDox",
                         *         "timestamp": "2026-01-31T09:30:00Z"
                         *       }
                         *     ]
                         */
                        "application/json": components["schemas"]["LostMessage"][];
                    };
                };
                /** @description Not logged in. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not an admin. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `Account not found`. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A parameter is not valid. */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong here; the log says more. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The database is busy or out of reach. `Retry-After` says how long to wait. */
                503: {
                    headers: {
                        /** @description Seconds to wait. */
                        "Retry-After"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `request_timeout`: it took longer than two minutes and was given up. */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts/{id}/repair": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Subscribes to Meta's webhooks again, reads that back, and writes down how the account stands. A token that is dead
         *     cannot be mended from here: the checks say so.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Our id, of either kind. */
                    id: components["schemas"]["AccountId"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The checks as they are afterwards. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "account_id": "0198c0de-0000-7000-8000-000000000001",
                         *       "checked_at": "2026-01-31T09:30:00Z",
                         *       "checks": [
                         *         {
                         *           "detail": "text",
                         *           "name": "Grace",
                         *           "ok": true,
                         *           "remedy": "text"
                         *         }
                         *       ],
                         *       "data_access_expires_at": "2026-01-31T09:30:00Z",
                         *       "last_webhook_at": "2026-01-31T09:30:00Z",
                         *       "platform": "INSTAGRAM",
                         *       "status": "text",
                         *       "status_reason": "text",
                         *       "token_expires_at": "2026-01-31T09:30:00Z"
                         *     }
                         */
                        "application/json": components["schemas"]["Health"];
                    };
                };
                /** @description Not logged in. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not an admin. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `Account not found`. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong here; the log says more. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Meta was not reached, or is limiting calls. */
                502: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The database is busy or out of reach. `Retry-After` says how long to wait. */
                503: {
                    headers: {
                        /** @description Seconds to wait. */
                        "Retry-After"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `request_timeout`: it took longer than two minutes and was given up. */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What people did that the rows themselves do not show, newest first. */
        get: {
            parameters: {
                query?: {
                    /** @description Rows, at most 200. */
                    limit?: number;
                    /** @description Where the page before ended. */
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page of entries. */
                200: {
                    headers: {
                        /** @description The next page, `rel="next"`, if there is one. */
                        Link?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example [
                         *       {
                         *         "account_id": "text",
                         *         "action": "text",
                         *         "at": "2026-01-31T09:30:00Z",
                         *         "detail": {},
                         *         "id": "text",
                         *         "subject": "text",
                         *         "user_id": "0198c0de-0000-7000-8000-000000000001",
                         *         "user_name": "Grace"
                         *       }
                         *     ]
                         */
                        "application/json": components["schemas"]["AuditEntry"][];
                    };
                };
                /** @description Not logged in. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `Admin access required`. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A parameter is not valid. */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong here; the log says more. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The database is busy or out of reach. `Retry-After` says how long to wait. */
                503: {
                    headers: {
                        /** @description Seconds to wait. */
                        "Retry-After"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `request_timeout`: it took longer than two minutes and was given up. */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/change-password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Changes one's own password and ends one's other logins. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "current_password": "seven green lamps",
                     *       "new_password": "seven green lamps"
                     *     }
                     */
                    "application/json": components["schemas"]["NewPassword"];
                };
            };
            responses: {
                /** @description The new password holds; all other logins of the person have ended. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "success": true
                         *     }
                         */
                        "application/json": components["schemas"]["Done"];
                    };
                };
                /** @description `wrong_password`, or the body cannot be read. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not logged in. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The session cookie came from another site's page (`cross_site_request`). */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is larger than this route takes. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A field is missing, or the new password is not accepted. */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many tries; `Retry-After` says how long to wait. */
                429: {
                    headers: {
                        /** @description Seconds to wait. */
                        "Retry-After"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong here; the log says more. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The database is busy or out of reach. `Retry-After` says how long to wait. */
                503: {
                    headers: {
                        /** @description Seconds to wait. */
                        "Retry-After"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `request_timeout`: it took longer than two minutes and was given up. */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/config": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a page needs to know before anybody is logged in. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Public settings. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "demo_users": [
                         *         {
                         *           "email": "grace@example.com",
                         *           "name": "Grace",
                         *           "password": "seven green lamps",
                         *           "role": "admin"
                         *         }
                         *       ],
                         *       "human_agent": true,
                         *       "mode": "text",
                         *       "signature_check_off": true,
                         *       "signup": true,
                         *       "simulator_url": "https://shop.example/picture.jpg",
                         *       "webhook_url": "https://shop.example/picture.jpg"
                         *     }
                         */
                        "application/json": components["schemas"]["PublicConfig"];
                    };
                };
                /** @description Something went wrong here; the log says more. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The database is busy or out of reach. `Retry-After` says how long to wait. */
                503: {
                    headers: {
                        /** @description Seconds to wait. */
                        "Retry-After"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `request_timeout`: it took longer than two minutes and was given up. */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Logs in. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "email": "grace@example.com",
                     *       "identifier": "text",
                     *       "password": "seven green lamps"
                     *     }
                     */
                    "application/json": components["schemas"]["Login"];
                };
            };
            responses: {
                /** @description Logged in; also sets the dashboard's session cookie. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "access_token": "not-a-real-token",
                         *       "password_change_required": true,
                         *       "token_type": "text",
                         *       "user": {
                         *         "created_at": "2026-01-31T09:30:00Z",
                         *         "email": "grace@example.com",
                         *         "id": "0198c0de-0000-7000-8000-000000000001",
                         *         "is_active": true,
                         *         "name": "Grace",
                         *         "role": "admin"
                         *       }
                         *     }
                         */
                        "application/json": components["schemas"]["LoggedIn"];
                    };
                };
                /** @description The body cannot be read. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Wrong address or password. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The login came from another site's page. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is larger than this route takes. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A field is missing or of the wrong type. */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many tries; `Retry-After` says how long to wait. */
                429: {
                    headers: {
                        /** @description Seconds to wait. */
                        "Retry-After"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong here; the log says more. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The database is busy or out of reach. `Retry-After` says how long to wait. */
                503: {
                    headers: {
                        /** @description Seconds to wait. */
                        "Retry-After"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `request_timeout`: it took longer than two minutes and was given up. */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ends this login, at once and everywhere. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The token no longer works. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "success": true
                         *     }
                         */
                        "application/json": components["schemas"]["Done"];
                    };
                };
                /** @description Not logged in. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The session cookie came from another site's page (`cross_site_request`). */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong here; the log says more. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The database is busy or out of reach. `Retry-After` says how long to wait. */
                503: {
                    headers: {
                        /** @description Seconds to wait. */
                        "Retry-After"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `request_timeout`: it took longer than two minutes and was given up. */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is logged in. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The person. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "created_at": "2026-01-31T09:30:00Z",
                         *       "email": "grace@example.com",
                         *       "id": "0198c0de-0000-7000-8000-000000000001",
                         *       "is_active": true,
                         *       "name": "Grace",
                         *       "password_change_required": true,
                         *       "role": "admin"
                         *     }
                         */
                        "application/json": components["schemas"]["Me"];
                    };
                };
                /** @description Not logged in. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong here; the log says more. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The database is busy or out of reach. `Retry-After` says how long to wait. */
                503: {
                    headers: {
                        /** @description Seconds to wait. */
                        "Retry-After"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `request_timeout`: it took longer than two minutes and was given up. */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Changes one's own name or address. */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "current_password": "seven green lamps",
                     *       "email": "grace@example.com",
                     *       "name": "Grace"
                     *     }
                     */
                    "application/json": components["schemas"]["MyChange"];
                };
            };
            responses: {
                /** @description The person as they are now. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "created_at": "2026-01-31T09:30:00Z",
                         *       "email": "grace@example.com",
                         *       "id": "0198c0de-0000-7000-8000-000000000001",
                         *       "is_active": true,
                         *       "name": "Grace",
                         *       "role": "admin"
                         *     }
                         */
                        "application/json": components["schemas"]["User"];
                    };
                };
                /** @description `Email already registered`, `wrong_password`, or the body cannot be read. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not logged in. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The session cookie came from another site's page (`cross_site_request`). */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is larger than this route takes. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A field is not valid. */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many tries; `Retry-After` says how long to wait. */
                429: {
                    headers: {
                        /** @description Seconds to wait. */
                        "Retry-After"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong here; the log says more. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The database is busy or out of reach. `Retry-After` says how long to wait. */
                503: {
                    headers: {
                        /** @description Seconds to wait. */
                        "Retry-After"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `request_timeout`: it took longer than two minutes and was given up. */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/auth/register": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Signs up, under the older name of the route. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "email": "grace@example.com",
                     *       "name": "Grace",
                     *       "password": "seven green lamps"
                     *     }
                     */
                    "application/json": components["schemas"]["SignUp"];
                };
            };
            responses: {
                /** @description The new agent; they log in with what they sent. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "created_at": "2026-01-31T09:30:00Z",
                         *       "email": "grace@example.com",
                         *       "id": "0198c0de-0000-7000-8000-000000000001",
                         *       "is_active": true,
                         *       "name": "Grace",
                         *       "role": "admin"
                         *     }
                         */
                        "application/json": components["schemas"]["User"];
                    };
                };
                /** @description `Email already registered`, or the body cannot be read. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `signup_off`: an admin adds people here. Or the request came from another site's page. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is larger than this route takes. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Name, address or password is not valid. */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many tries; `Retry-After` says how long to wait. */
                429: {
                    headers: {
                        /** @description Seconds to wait. */
                        "Retry-After"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong here; the log says more. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The database is busy or out of reach. `Retry-After` says how long to wait. */
                503: {
                    headers: {
                        /** @description Seconds to wait. */
                        "Retry-After"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `request_timeout`: it took longer than two minutes and was given up. */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One's own logins, newest first. */
        get: {
            parameters: {
                query?: {
                    /** @description Rows, at most 200. */
                    limit?: number;
                    /** @description Where the page before ended. */
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page of logins. */
                200: {
                    headers: {
                        /** @description The next page, if there is one. */
                        Link?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example [
                         *       {
                         *         "created_at": "2026-01-31T09:30:00Z",
                         *         "current": true,
                         *         "expires_at": "2026-01-31T09:30:00Z",
                         *         "id": "0198c0de-0000-7000-8000-000000000001",
                         *         "user_agent": "text"
                         *       }
                         *     ]
                         */
                        "application/json": components["schemas"]["LoginInfo"][];
                    };
                };
                /** @description Not logged in. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A parameter is not valid. */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong here; the log says more. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The database is busy or out of reach. `Retry-After` says how long to wait. */
                503: {
                    headers: {
                        /** @description Seconds to wait. */
                        "Retry-After"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `request_timeout`: it took longer than two minutes and was given up. */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Ends one of one's own logins, at once and everywhere. */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["SessionId"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Its token no longer works. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "success": true
                         *     }
                         */
                        "application/json": components["schemas"]["Done"];
                    };
                };
                /** @description Not logged in. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The session cookie came from another site's page (`cross_site_request`). */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No such login of this person. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong here; the log says more. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The database is busy or out of reach. `Retry-After` says how long to wait. */
                503: {
                    headers: {
                        /** @description Seconds to wait. */
                        "Retry-After"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `request_timeout`: it took longer than two minutes and was given up. */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/setup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Adds the first admin by the link that a server without people prints when it starts, and logs them in. The link works
         *     once.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "email": "grace@example.com",
                     *       "name": "Grace",
                     *       "password": "seven green lamps",
                     *       "token": "not-a-real-token"
                     *     }
                     */
                    "application/json": components["schemas"]["FirstAdmin"];
                };
            };
            responses: {
                /** @description The first admin, logged in; also sets the dashboard's session cookie. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "access_token": "not-a-real-token",
                         *       "password_change_required": true,
                         *       "token_type": "text",
                         *       "user": {
                         *         "created_at": "2026-01-31T09:30:00Z",
                         *         "email": "grace@example.com",
                         *         "id": "0198c0de-0000-7000-8000-000000000001",
                         *         "is_active": true,
                         *         "name": "Grace",
                         *         "role": "admin"
                         *       }
                         *     }
                         */
                        "application/json": components["schemas"]["LoggedIn"];
                    };
                };
                /** @description The body cannot be read. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `bad_setup_token`: not the link that was printed last. Or the request came from another site's page. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `already_set_up`: there are people already. */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is larger than this route takes. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Name, address or password is not valid. */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many tries; `Retry-After` says how long to wait. */
                429: {
                    headers: {
                        /** @description Seconds to wait. */
                        "Retry-After"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong here; the log says more. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The database is busy or out of reach. `Retry-After` says how long to wait. */
                503: {
                    headers: {
                        /** @description Seconds to wait. */
                        "Retry-After"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `request_timeout`: it took longer than two minutes and was given up. */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/signup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Signs up, as an agent. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "email": "grace@example.com",
                     *       "name": "Grace",
                     *       "password": "seven green lamps"
                     *     }
                     */
                    "application/json": components["schemas"]["SignUp"];
                };
            };
            responses: {
                /** @description The new agent; they log in with what they sent. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "created_at": "2026-01-31T09:30:00Z",
                         *       "email": "grace@example.com",
                         *       "id": "0198c0de-0000-7000-8000-000000000001",
                         *       "is_active": true,
                         *       "name": "Grace",
                         *       "role": "admin"
                         *     }
                         */
                        "application/json": components["schemas"]["User"];
                    };
                };
                /** @description `Email already registered`, or the body cannot be read. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `signup_off`: an admin adds people here. Or the request came from another site's page. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is larger than this route takes. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Name, address or password is not valid. */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many tries; `Retry-After` says how long to wait. */
                429: {
                    headers: {
                        /** @description Seconds to wait. */
                        "Retry-After"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong here; the log says more. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The database is busy or out of reach. `Retry-After` says how long to wait. */
                503: {
                    headers: {
                        /** @description Seconds to wait. */
                        "Retry-After"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `request_timeout`: it took longer than two minutes and was given up. */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/chats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Chats, newest activity first. */
        get: {
            parameters: {
                query?: {
                    /** @description `instagram` or `facebook`, in any case. */
                    platform?: string;
                    /** @description `assigned` or `unassigned`. */
                    status_filter?: string;
                    /** @description `open`, `snoozed` or `resolved`. */
                    state?: string;
                    /** @description Only mine. */
                    assigned_to_me?: boolean;
                    /** @description Only with unread messages. */
                    unread?: boolean;
                    /** @description `open`, `closing` (within 4 h), `human_agent` or `closed`. */
                    window?: string;
                    /** @description With this label, in any case. */
                    label?: string;
                    /** @description Whose name, id or messages have words that begin so, in any case and order. */
                    q?: string;
                    /** @description Rows, at most 200. */
                    limit?: number;
                    /** @description Where the page before ended. */
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page of chats. */
                200: {
                    headers: {
                        /** @description The next page, `rel="next"`, if there is one. */
                        Link?: string;
                        /** @description The log position that this reflects. */
                        "X-Event-Seq"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example [
                         *       {
                         *         "assigned_agent": {
                         *           "created_at": "2026-01-31T09:30:00Z",
                         *           "email": "grace@example.com",
                         *           "id": "0198c0de-0000-7000-8000-000000000001",
                         *           "is_active": true,
                         *           "name": "Grace",
                         *           "role": "admin"
                         *         },
                         *         "assigned_to": "0198c0de-0000-7000-8000-000000000001",
                         *         "created_at": "2026-01-31T09:30:00Z",
                         *         "facebook_page_id": "17841400000000001",
                         *         "held_by_another_app": true,
                         *         "id": "0198c0de-0000-7000-8000-000000000001",
                         *         "instagram_user_id": "1000000000000101",
                         *         "labels": [
                         *           "text"
                         *         ],
                         *         "last_incoming_at": "2026-01-31T09:30:00Z",
                         *         "last_message": "Yes, it is in stock.",
                         *         "last_outgoing_at": "2026-01-31T09:30:00Z",
                         *         "platform": "INSTAGRAM",
                         *         "profile_pic_url": "https://shop.example/picture.jpg",
                         *         "reply_window": {
                         *           "closes_at": "2026-01-31T09:30:00Z",
                         *           "state": "open"
                         *         },
                         *         "snoozed_until": "2026-01-31T09:30:00Z",
                         *         "state": "open",
                         *         "status": "assigned",
                         *         "unread_count": 1,
                         *         "updated_at": "2026-01-31T09:30:00Z",
                         *         "username": "anna.example"
                         *       }
                         *     ]
                         */
                        "application/json": components["schemas"]["Chat"][];
                    };
                };
                /** @description Not logged in. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A filter has an unknown value. */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong here; the log says more. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The database is busy or out of reach. `Retry-After` says how long to wait. */
                503: {
                    headers: {
                        /** @description Seconds to wait. */
                        "Retry-After"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `request_timeout`: it took longer than two minutes and was given up. */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/chats/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One chat with its newest messages, or those before one of them. */
        get: {
            parameters: {
                query?: {
                    /** @description Messages, at most 200. */
                    limit?: number;
                    /** @description Those before this message. */
                    before?: string;
                };
                header?: never;
                path: {
                    id: components["schemas"]["ChatId"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The chat and a page of its messages, ascending. */
                200: {
                    headers: {
                        /** @description The log position that this reflects. */
                        "X-Event-Seq"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "assigned_agent": {
                         *         "created_at": "2026-01-31T09:30:00Z",
                         *         "email": "grace@example.com",
                         *         "id": "0198c0de-0000-7000-8000-000000000001",
                         *         "is_active": true,
                         *         "name": "Grace",
                         *         "role": "admin"
                         *       },
                         *       "assigned_to": "0198c0de-0000-7000-8000-000000000001",
                         *       "created_at": "2026-01-31T09:30:00Z",
                         *       "facebook_page_id": "17841400000000001",
                         *       "held_by_another_app": true,
                         *       "id": "0198c0de-0000-7000-8000-000000000001",
                         *       "instagram_user_id": "1000000000000101",
                         *       "labels": [
                         *         "text"
                         *       ],
                         *       "last_incoming_at": "2026-01-31T09:30:00Z",
                         *       "last_message": "Yes, it is in stock.",
                         *       "last_outgoing_at": "2026-01-31T09:30:00Z",
                         *       "messages": [
                         *         {
                         *           "attachments": [
                         *             {
                         *               "id": null,
                         *               "mime": null,
                         *               "name": null,
                         *               "preview_url": null,
                         *               "size": null,
                         *               "state": null,
                         *               "title": null,
                         *               "type": null,
                         *               "url": null
                         *             }
                         *           ],
                         *           "chat_id": "0198c0de-0000-7000-8000-000000000001",
                         *           "content": "Yes, it is in stock.",
                         *           "deleted_at": "2026-01-31T09:30:00Z",
                         *           "delivery_status": "received",
                         *           "direction": "text",
                         *           "edited_at": "2026-01-31T09:30:00Z",
                         *           "error": {
                         *             "code": null,
                         *             "detail": null,
                         *             "meta_code": null,
                         *             "meta_message": null,
                         *             "meta_subcode": null,
                         *             "remedy": null,
                         *             "retryable": null
                         *           },
                         *           "group_id": "0198c0de-0000-7000-8000-000000000001",
                         *           "id": "0198c0de-0000-7000-8000-000000000001",
                         *           "message_type": "story_mention",
                         *           "meta_message_id": "aWdfZAG1faXRlbToxOk1lc3NhZ2VJRDox",
                         *           "platform": "INSTAGRAM",
                         *           "reactions": [
                         *             {
                         *               "at": null,
                         *               "emoji": null,
                         *               "from": null,
                         *               "reaction": null
                         *             }
                         *           ],
                         *           "reply_to": {
                         *             "message_id": null,
                         *             "meta_message_id": null,
                         *             "story": null
                         *           },
                         *           "rich": null,
                         *           "sender": "agent",
                         *           "sent_by": "0198c0de-0000-7000-8000-000000000001",
                         *           "timestamp": "2026-01-31T09:30:00Z"
                         *         }
                         *       ],
                         *       "platform": "INSTAGRAM",
                         *       "profile_pic_url": "https://shop.example/picture.jpg",
                         *       "reply_window": {
                         *         "closes_at": "2026-01-31T09:30:00Z",
                         *         "state": "open"
                         *       },
                         *       "snoozed_until": "2026-01-31T09:30:00Z",
                         *       "state": "open",
                         *       "status": "assigned",
                         *       "unread_count": 1,
                         *       "updated_at": "2026-01-31T09:30:00Z",
                         *       "username": "anna.example"
                         *     }
                         */
                        "application/json": components["schemas"]["ChatWithMessages"];
                    };
                };
                /** @description Not logged in. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Another agent's chat. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No such chat. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A parameter is not valid. */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong here; the log says more. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The database is busy or out of reach. `Retry-After` says how long to wait. */
                503: {
                    headers: {
                        /** @description Seconds to wait. */
                        "Retry-After"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `request_timeout`: it took longer than two minutes and was given up. */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Puts a chat aside, takes it up again, or labels it. All who see it are told. */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["ChatId"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "labels": [
                     *         "text"
                     *       ],
                     *       "snoozed_until": "2026-01-31T09:30:00Z",
                     *       "state": "open"
                     *     }
                     */
                    "application/json": components["schemas"]["ChatChange"];
                };
            };
            responses: {
                /** @description The chat as it is now. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "assigned_agent": {
                         *         "created_at": "2026-01-31T09:30:00Z",
                         *         "email": "grace@example.com",
                         *         "id": "0198c0de-0000-7000-8000-000000000001",
                         *         "is_active": true,
                         *         "name": "Grace",
                         *         "role": "admin"
                         *       },
                         *       "assigned_to": "0198c0de-0000-7000-8000-000000000001",
                         *       "created_at": "2026-01-31T09:30:00Z",
                         *       "facebook_page_id": "17841400000000001",
                         *       "held_by_another_app": true,
                         *       "id": "0198c0de-0000-7000-8000-000000000001",
                         *       "instagram_user_id": "1000000000000101",
                         *       "labels": [
                         *         "text"
                         *       ],
                         *       "last_incoming_at": "2026-01-31T09:30:00Z",
                         *       "last_message": "Yes, it is in stock.",
                         *       "last_outgoing_at": "2026-01-31T09:30:00Z",
                         *       "platform": "INSTAGRAM",
                         *       "profile_pic_url": "https://shop.example/picture.jpg",
                         *       "reply_window": {
                         *         "closes_at": "2026-01-31T09:30:00Z",
                         *         "state": "open"
                         *       },
                         *       "snoozed_until": "2026-01-31T09:30:00Z",
                         *       "state": "open",
                         *       "status": "assigned",
                         *       "unread_count": 1,
                         *       "updated_at": "2026-01-31T09:30:00Z",
                         *       "username": "anna.example"
                         *     }
                         */
                        "application/json": components["schemas"]["Chat"];
                    };
                };
                /** @description The body cannot be read. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not logged in. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Another agent's chat. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No such chat. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is larger than this route takes. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Nothing to change, a time that is not to come, or a label that is none. */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong here; the log says more. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The database is busy or out of reach. `Retry-After` says how long to wait. */
                503: {
                    headers: {
                        /** @description Seconds to wait. */
                        "Retry-After"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `request_timeout`: it took longer than two minutes and was given up. */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/chats/{id}/assign": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Gives a chat to somebody or to nobody. Admins assign freely; agents take what nobody has and they can see, and give
         *     back their own.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["ChatId"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "agent_id": "0198c0de-0000-7000-8000-000000000001"
                     *     }
                     */
                    "application/json": components["schemas"]["Assign"];
                };
            };
            responses: {
                /** @description Assigned; both the old and the new agent are told. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "chat": {
                         *         "assigned_agent": {
                         *           "created_at": "2026-01-31T09:30:00Z",
                         *           "email": "grace@example.com",
                         *           "id": "0198c0de-0000-7000-8000-000000000001",
                         *           "is_active": true,
                         *           "name": "Grace",
                         *           "role": "admin"
                         *         },
                         *         "assigned_to": "0198c0de-0000-7000-8000-000000000001",
                         *         "created_at": "2026-01-31T09:30:00Z",
                         *         "facebook_page_id": "17841400000000001",
                         *         "held_by_another_app": true,
                         *         "id": "0198c0de-0000-7000-8000-000000000001",
                         *         "instagram_user_id": "1000000000000101",
                         *         "labels": [
                         *           "text"
                         *         ],
                         *         "last_incoming_at": "2026-01-31T09:30:00Z",
                         *         "last_message": "Yes, it is in stock.",
                         *         "last_outgoing_at": "2026-01-31T09:30:00Z",
                         *         "platform": "INSTAGRAM",
                         *         "profile_pic_url": "https://shop.example/picture.jpg",
                         *         "reply_window": {
                         *           "closes_at": "2026-01-31T09:30:00Z",
                         *           "state": "open"
                         *         },
                         *         "snoozed_until": "2026-01-31T09:30:00Z",
                         *         "state": "open",
                         *         "status": "assigned",
                         *         "unread_count": 1,
                         *         "updated_at": "2026-01-31T09:30:00Z",
                         *         "username": "anna.example"
                         *       },
                         *       "success": true
                         *     }
                         */
                        "application/json": components["schemas"]["AssignedChat"];
                    };
                };
                /** @description The body cannot be read. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not logged in. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not allowed. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No such chat, or `Agent not found`. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is larger than this route takes. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A field is of the wrong type. */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong here; the log says more. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The database is busy or out of reach. `Retry-After` says how long to wait. */
                503: {
                    headers: {
                        /** @description Seconds to wait. */
                        "Retry-After"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `request_timeout`: it took longer than two minutes and was given up. */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/chats/{id}/mark_read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Marks what is stored by now as read, and tells the platform. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["ChatId"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Read. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "chat_id": "0198c0de-0000-7000-8000-000000000001",
                         *       "success": true
                         *     }
                         */
                        "application/json": components["schemas"]["MarkedRead"];
                    };
                };
                /** @description Not logged in. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Another agent's chat. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No such chat. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong here; the log says more. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The database is busy or out of reach. `Retry-After` says how long to wait. */
                503: {
                    headers: {
                        /** @description Seconds to wait. */
                        "Retry-After"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `request_timeout`: it took longer than two minutes and was given up. */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/chats/{id}/message": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Answers the customer. The message is durable in the outbox before the answer; what becomes of it follows as
         *     `message_updated`.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A repeat with the same key sends nothing and answers with the rows as they stand. */
                    "Idempotency-Key"?: string | null;
                };
                path: {
                    id: components["schemas"]["ChatId"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "attachments": [
                     *         {
                     *           "type": "image",
                     *           "upload_id": "0198c0de-0000-7000-8000-000000000001",
                     *           "url": "https://shop.example/picture.jpg"
                     *         }
                     *       ],
                     *       "buttons": [
                     *         {
                     *           "title": "text",
                     *           "type": "web_url",
                     *           "url": "https://shop.example/picture.jpg"
                     *         }
                     *       ],
                     *       "cards": [
                     *         {
                     *           "buttons": [
                     *             {
                     *               "title": null,
                     *               "type": null,
                     *               "url": null
                     *             }
                     *           ],
                     *           "image_url": "https://shop.example/picture.jpg",
                     *           "subtitle": "text",
                     *           "title": "text",
                     *           "url": "https://shop.example/picture.jpg"
                     *         }
                     *       ],
                     *       "content": "Yes, it is in stock.",
                     *       "quick_replies": [
                     *         {
                     *           "payload": "text",
                     *           "title": "text"
                     *         }
                     *       ],
                     *       "reply_to": "0198c0de-0000-7000-8000-000000000001"
                     *     }
                     */
                    "application/json": components["schemas"]["NewMessage"];
                };
            };
            responses: {
                /** @description Stored and on its way. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "also": [
                         *         {
                         *           "attachments": [
                         *             {
                         *               "id": null,
                         *               "mime": null,
                         *               "name": null,
                         *               "preview_url": null,
                         *               "size": null,
                         *               "state": null,
                         *               "title": null,
                         *               "type": null,
                         *               "url": null
                         *             }
                         *           ],
                         *           "chat_id": "0198c0de-0000-7000-8000-000000000001",
                         *           "content": "Yes, it is in stock.",
                         *           "deleted_at": "2026-01-31T09:30:00Z",
                         *           "delivery_status": "received",
                         *           "direction": "text",
                         *           "edited_at": "2026-01-31T09:30:00Z",
                         *           "error": {
                         *             "code": null,
                         *             "detail": null,
                         *             "meta_code": null,
                         *             "meta_message": null,
                         *             "meta_subcode": null,
                         *             "remedy": null,
                         *             "retryable": null
                         *           },
                         *           "group_id": "0198c0de-0000-7000-8000-000000000001",
                         *           "id": "0198c0de-0000-7000-8000-000000000001",
                         *           "message_type": "story_mention",
                         *           "meta_message_id": "aWdfZAG1faXRlbToxOk1lc3NhZ2VJRDox",
                         *           "platform": "INSTAGRAM",
                         *           "reactions": [
                         *             {
                         *               "at": null,
                         *               "emoji": null,
                         *               "from": null,
                         *               "reaction": null
                         *             }
                         *           ],
                         *           "reply_to": {
                         *             "message_id": null,
                         *             "meta_message_id": null,
                         *             "story": null
                         *           },
                         *           "rich": null,
                         *           "sender": "agent",
                         *           "sent_by": "0198c0de-0000-7000-8000-000000000001",
                         *           "timestamp": "2026-01-31T09:30:00Z"
                         *         }
                         *       ],
                         *       "attachments": [
                         *         {
                         *           "id": "text",
                         *           "mime": "image/jpeg",
                         *           "name": "Grace",
                         *           "preview_url": "https://shop.example/picture.jpg",
                         *           "size": 1,
                         *           "state": "ready",
                         *           "title": "text",
                         *           "type": "text",
                         *           "url": "https://shop.example/picture.jpg"
                         *         }
                         *       ],
                         *       "chat_id": "0198c0de-0000-7000-8000-000000000001",
                         *       "content": "Yes, it is in stock.",
                         *       "deleted_at": "2026-01-31T09:30:00Z",
                         *       "delivery_status": "received",
                         *       "direction": "text",
                         *       "edited_at": "2026-01-31T09:30:00Z",
                         *       "error": {
                         *         "code": "text",
                         *         "detail": "text",
                         *         "meta_code": 1,
                         *         "meta_message": "Yes, it is in stock.",
                         *         "meta_subcode": 1,
                         *         "remedy": "text",
                         *         "retryable": true
                         *       },
                         *       "group_id": "0198c0de-0000-7000-8000-000000000001",
                         *       "id": "0198c0de-0000-7000-8000-000000000001",
                         *       "message_type": "story_mention",
                         *       "meta_message_id": "aWdfZAG1faXRlbToxOk1lc3NhZ2VJRDox",
                         *       "platform": "INSTAGRAM",
                         *       "reactions": [
                         *         {
                         *           "at": "2026-01-31T09:30:00Z",
                         *           "emoji": "text",
                         *           "from": "customer",
                         *           "reaction": "text"
                         *         }
                         *       ],
                         *       "reply_to": {
                         *         "message_id": null,
                         *         "meta_message_id": null,
                         *         "story": null
                         *       },
                         *       "rich": {
                         *         "kind": "quick_replies",
                         *         "replies": [
                         *           null
                         *         ]
                         *       },
                         *       "sender": "agent",
                         *       "sent_by": "0198c0de-0000-7000-8000-000000000001",
                         *       "timestamp": "2026-01-31T09:30:00Z"
                         *     }
                         */
                        "application/json": components["schemas"]["SentMessage"];
                    };
                };
                /** @description The body or the key cannot be read. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not logged in. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Another agent's chat, or `reply_window_closed`. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No such chat. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `account_inactive`, or `idempotency_mismatch`: the key was used with another body. */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is larger than this route takes. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Empty, or beyond the platform's limits. */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong here; the log says more. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The database is busy or out of reach. `Retry-After` says how long to wait. */
                503: {
                    headers: {
                        /** @description Seconds to wait. */
                        "Retry-After"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `request_timeout`: it took longer than two minutes and was given up. */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/chats/{id}/messages/{message_id}/reaction": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Reacts to a message of the customer's, or takes the reaction back. Meta is asked first; a repeat does no harm. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["ChatId"];
                    message_id: components["schemas"]["MessageId"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "reaction": "text"
                     *     }
                     */
                    "application/json": components["schemas"]["NewReaction"];
                };
            };
            responses: {
                /** @description The message as it is now. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "attachments": [
                         *         {
                         *           "id": "text",
                         *           "mime": "image/jpeg",
                         *           "name": "Grace",
                         *           "preview_url": "https://shop.example/picture.jpg",
                         *           "size": 1,
                         *           "state": "ready",
                         *           "title": "text",
                         *           "type": "text",
                         *           "url": "https://shop.example/picture.jpg"
                         *         }
                         *       ],
                         *       "chat_id": "0198c0de-0000-7000-8000-000000000001",
                         *       "content": "Yes, it is in stock.",
                         *       "deleted_at": "2026-01-31T09:30:00Z",
                         *       "delivery_status": "received",
                         *       "direction": "text",
                         *       "edited_at": "2026-01-31T09:30:00Z",
                         *       "error": {
                         *         "code": "text",
                         *         "detail": "text",
                         *         "meta_code": 1,
                         *         "meta_message": "Yes, it is in stock.",
                         *         "meta_subcode": 1,
                         *         "remedy": "text",
                         *         "retryable": true
                         *       },
                         *       "group_id": "0198c0de-0000-7000-8000-000000000001",
                         *       "id": "0198c0de-0000-7000-8000-000000000001",
                         *       "message_type": "story_mention",
                         *       "meta_message_id": "aWdfZAG1faXRlbToxOk1lc3NhZ2VJRDox",
                         *       "platform": "INSTAGRAM",
                         *       "reactions": [
                         *         {
                         *           "at": "2026-01-31T09:30:00Z",
                         *           "emoji": "text",
                         *           "from": "customer",
                         *           "reaction": "text"
                         *         }
                         *       ],
                         *       "reply_to": {
                         *         "message_id": "0198c0de-0000-7000-8000-000000000001",
                         *         "meta_message_id": "aWdfZAG1faXRlbToxOk1lc3NhZ2VJRDox",
                         *         "story": {
                         *           "id": "text",
                         *           "link_sticker_url": "https://shop.example/picture.jpg",
                         *           "url": "https://shop.example/picture.jpg"
                         *         }
                         *       },
                         *       "rich": {
                         *         "kind": "quick_replies",
                         *         "replies": [
                         *           {
                         *             "payload": null,
                         *             "title": null
                         *           }
                         *         ]
                         *       },
                         *       "sender": "agent",
                         *       "sent_by": "0198c0de-0000-7000-8000-000000000001",
                         *       "timestamp": "2026-01-31T09:30:00Z"
                         *     }
                         */
                        "application/json": components["schemas"]["Message"];
                    };
                };
                /** @description The body cannot be read. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not logged in. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Another agent's chat. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No such message in this chat. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `account_inactive`, or `not_at_meta`: the message has no id of Meta's. */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is larger than this route takes. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The reaction is not one. */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong here; the log says more. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Meta refused it, was not reached, or is limiting calls. */
                502: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The database is busy or out of reach. `Retry-After` says how long to wait. */
                503: {
                    headers: {
                        /** @description Seconds to wait. */
                        "Retry-After"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `request_timeout`: it took longer than two minutes and was given up. */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/chats/{id}/messages/{message_id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sends a failed message again, or an unknown one that the person confirms. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A repeat with the same key starts nothing again. */
                    "Idempotency-Key"?: string | null;
                };
                path: {
                    id: components["schemas"]["ChatId"];
                    message_id: components["schemas"]["MessageId"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "confirm_unknown": true
                     *     }
                     */
                    "application/json": components["schemas"]["Retry"];
                };
            };
            responses: {
                /** @description In line again. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "attachments": [
                         *         {
                         *           "id": "text",
                         *           "mime": "image/jpeg",
                         *           "name": "Grace",
                         *           "preview_url": "https://shop.example/picture.jpg",
                         *           "size": 1,
                         *           "state": "ready",
                         *           "title": "text",
                         *           "type": "text",
                         *           "url": "https://shop.example/picture.jpg"
                         *         }
                         *       ],
                         *       "chat_id": "0198c0de-0000-7000-8000-000000000001",
                         *       "content": "Yes, it is in stock.",
                         *       "deleted_at": "2026-01-31T09:30:00Z",
                         *       "delivery_status": "received",
                         *       "direction": "text",
                         *       "edited_at": "2026-01-31T09:30:00Z",
                         *       "error": {
                         *         "code": "text",
                         *         "detail": "text",
                         *         "meta_code": 1,
                         *         "meta_message": "Yes, it is in stock.",
                         *         "meta_subcode": 1,
                         *         "remedy": "text",
                         *         "retryable": true
                         *       },
                         *       "group_id": "0198c0de-0000-7000-8000-000000000001",
                         *       "id": "0198c0de-0000-7000-8000-000000000001",
                         *       "message_type": "story_mention",
                         *       "meta_message_id": "aWdfZAG1faXRlbToxOk1lc3NhZ2VJRDox",
                         *       "platform": "INSTAGRAM",
                         *       "reactions": [
                         *         {
                         *           "at": "2026-01-31T09:30:00Z",
                         *           "emoji": "text",
                         *           "from": "customer",
                         *           "reaction": "text"
                         *         }
                         *       ],
                         *       "reply_to": {
                         *         "message_id": "0198c0de-0000-7000-8000-000000000001",
                         *         "meta_message_id": "aWdfZAG1faXRlbToxOk1lc3NhZ2VJRDox",
                         *         "story": {
                         *           "id": "text",
                         *           "link_sticker_url": "https://shop.example/picture.jpg",
                         *           "url": "https://shop.example/picture.jpg"
                         *         }
                         *       },
                         *       "rich": {
                         *         "kind": "quick_replies",
                         *         "replies": [
                         *           {
                         *             "payload": null,
                         *             "title": null
                         *           }
                         *         ]
                         *       },
                         *       "sender": "agent",
                         *       "sent_by": "0198c0de-0000-7000-8000-000000000001",
                         *       "timestamp": "2026-01-31T09:30:00Z"
                         *     }
                         */
                        "application/json": components["schemas"]["Message"];
                    };
                };
                /** @description The body cannot be read. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not logged in. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Another agent's chat, or `reply_window_closed`. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No such message in this chat. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `not_failed`, `confirmation_needed` or `idempotency_mismatch`. */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is larger than this route takes. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A field is of the wrong type. */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong here; the log says more. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The database is busy or out of reach. `Retry-After` says how long to wait. */
                503: {
                    headers: {
                        /** @description Seconds to wait. */
                        "Retry-After"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `request_timeout`: it took longer than two minutes and was given up. */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/chats/{id}/notes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The private notes on a chat, newest first. */
        get: {
            parameters: {
                query?: {
                    /** @description Rows, at most 200. */
                    limit?: number;
                    /** @description Where the page before ended. */
                    cursor?: string;
                };
                header?: never;
                path: {
                    id: components["schemas"]["ChatId"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page of notes. */
                200: {
                    headers: {
                        /** @description The next page, `rel="next"`, if there is one. */
                        Link?: string;
                        /** @description The log position that this reflects. */
                        "X-Event-Seq"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example [
                         *       {
                         *         "author": {
                         *           "created_at": "2026-01-31T09:30:00Z",
                         *           "email": "grace@example.com",
                         *           "id": "0198c0de-0000-7000-8000-000000000001",
                         *           "is_active": true,
                         *           "name": "Grace",
                         *           "role": "admin"
                         *         },
                         *         "author_id": "0198c0de-0000-7000-8000-000000000001",
                         *         "chat_id": "0198c0de-0000-7000-8000-000000000001",
                         *         "created_at": "2026-01-31T09:30:00Z",
                         *         "id": "0198c0de-0000-7000-8000-000000000001",
                         *         "text": "Yes, it is in stock."
                         *       }
                         *     ]
                         */
                        "application/json": components["schemas"]["Note"][];
                    };
                };
                /** @description Not logged in. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Another agent's chat. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No such chat. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A parameter is not valid. */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong here; the log says more. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The database is busy or out of reach. `Retry-After` says how long to wait. */
                503: {
                    headers: {
                        /** @description Seconds to wait. */
                        "Retry-After"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `request_timeout`: it took longer than two minutes and was given up. */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Leaves a private note on a chat. It is never sent to the customer. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A repeat with the same key adds nothing and answers with the note that is there. */
                    "Idempotency-Key"?: string | null;
                };
                path: {
                    id: components["schemas"]["ChatId"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "text": "Yes, it is in stock."
                     *     }
                     */
                    "application/json": components["schemas"]["NewNote"];
                };
            };
            responses: {
                /** @description The note; all who see the chat are told by `chat_note`. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "author": {
                         *         "created_at": "2026-01-31T09:30:00Z",
                         *         "email": "grace@example.com",
                         *         "id": "0198c0de-0000-7000-8000-000000000001",
                         *         "is_active": true,
                         *         "name": "Grace",
                         *         "role": "admin"
                         *       },
                         *       "author_id": "0198c0de-0000-7000-8000-000000000001",
                         *       "chat_id": "0198c0de-0000-7000-8000-000000000001",
                         *       "created_at": "2026-01-31T09:30:00Z",
                         *       "id": "0198c0de-0000-7000-8000-000000000001",
                         *       "text": "Yes, it is in stock."
                         *     }
                         */
                        "application/json": components["schemas"]["Note"];
                    };
                };
                /** @description The body or the key cannot be read. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not logged in. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Another agent's chat. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No such chat. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `idempotency_mismatch`: the key was used with another body. */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is larger than this route takes. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Empty or too long. */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong here; the log says more. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The database is busy or out of reach. `Retry-After` says how long to wait. */
                503: {
                    headers: {
                        /** @description Seconds to wait. */
                        "Retry-After"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `request_timeout`: it took longer than two minutes and was given up. */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/chats/{id}/timeline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The customer's messages, comments and mentions, where they came from, what came of it, and the team's notes, newest
         *     first.
         */
        get: {
            parameters: {
                query?: {
                    /** @description Entries, at most 200. */
                    limit?: number;
                    /** @description Where the page before ended. */
                    cursor?: string;
                };
                header?: never;
                path: {
                    id: components["schemas"]["ChatId"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page of entries. What an entry's `kind` says lies in the field of that name. */
                200: {
                    headers: {
                        /** @description The next page, `rel="next"`, if there is one. */
                        Link?: string;
                        /** @description The log position that this reflects. */
                        "X-Event-Seq"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example [
                         *       {
                         *         "at": "2026-01-31T09:30:00Z",
                         *         "kind": "message",
                         *         "message": {
                         *           "attachments": [
                         *             {
                         *               "id": null,
                         *               "mime": null,
                         *               "name": null,
                         *               "preview_url": null,
                         *               "size": null,
                         *               "state": null,
                         *               "title": null,
                         *               "type": null,
                         *               "url": null
                         *             }
                         *           ],
                         *           "chat_id": "0198c0de-0000-7000-8000-000000000001",
                         *           "content": "Yes, it is in stock.",
                         *           "deleted_at": "2026-01-31T09:30:00Z",
                         *           "delivery_status": "received",
                         *           "direction": "text",
                         *           "edited_at": "2026-01-31T09:30:00Z",
                         *           "error": {
                         *             "code": null,
                         *             "detail": null,
                         *             "meta_code": null,
                         *             "meta_message": null,
                         *             "meta_subcode": null,
                         *             "remedy": null,
                         *             "retryable": null
                         *           },
                         *           "group_id": "0198c0de-0000-7000-8000-000000000001",
                         *           "id": "0198c0de-0000-7000-8000-000000000001",
                         *           "message_type": "story_mention",
                         *           "meta_message_id": "aWdfZAG1faXRlbToxOk1lc3NhZ2VJRDox",
                         *           "platform": "INSTAGRAM",
                         *           "reactions": [
                         *             {
                         *               "at": null,
                         *               "emoji": null,
                         *               "from": null,
                         *               "reaction": null
                         *             }
                         *           ],
                         *           "reply_to": {
                         *             "message_id": null,
                         *             "meta_message_id": null,
                         *             "story": null
                         *           },
                         *           "rich": null,
                         *           "sender": "agent",
                         *           "sent_by": "0198c0de-0000-7000-8000-000000000001",
                         *           "timestamp": "2026-01-31T09:30:00Z"
                         *         }
                         *       }
                         *     ]
                         */
                        "application/json": components["schemas"]["Entry"][];
                    };
                };
                /** @description Not logged in. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Another agent's chat. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No such chat. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A parameter is not valid. */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong here; the log says more. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The database is busy or out of reach. `Retry-After` says how long to wait. */
                503: {
                    headers: {
                        /** @description Seconds to wait. */
                        "Retry-After"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `request_timeout`: it took longer than two minutes and was given up. */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/chats/{id}/typing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Shows the customer that somebody is typing, for up to 20 seconds. To be called again at most every ten; what Meta says
         *     to it does not matter.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["ChatId"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Meta was told, or there was nothing to tell. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "shown": true
                         *     }
                         */
                        "application/json": components["schemas"]["Shown"];
                    };
                };
                /** @description Not logged in. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Another agent's chat. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No such chat. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `account_inactive`. */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong here; the log says more. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The database is busy or out of reach. `Retry-After` says how long to wait. */
                503: {
                    headers: {
                        /** @description Seconds to wait. */
                        "Retry-After"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `request_timeout`: it took longer than two minutes and was given up. */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/comments/create": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Writes a comment under a post, in the name of the business. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A repeat with the same key writes nothing and answers with what became of the first. */
                    "Idempotency-Key"?: string | null;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "account_id": "0198c0de-0000-7000-8000-000000000001",
                     *       "media_id": "17900000000000001",
                     *       "message": "Yes, it is in stock."
                     *     }
                     */
                    "application/json": components["schemas"]["NewComment"];
                };
            };
            responses: {
                /** @description Meta has taken it. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "account_id": "0198c0de-0000-7000-8000-000000000001",
                         *       "action": "created",
                         *       "attachments": [
                         *         {
                         *           "type": "text",
                         *           "url": "https://shop.example/picture.jpg"
                         *         }
                         *       ],
                         *       "attachments_json": "{}",
                         *       "author_id": "text",
                         *       "author_username": "anna.example",
                         *       "created_at": "2026-01-31T09:30:00Z",
                         *       "hidden": true,
                         *       "id": "text",
                         *       "media_id": "17900000000000001",
                         *       "mentioned_user_id": "text",
                         *       "own": true,
                         *       "parent_id": "text",
                         *       "platform": "INSTAGRAM",
                         *       "private_reply_at": "2026-01-31T09:30:00Z",
                         *       "text": "Yes, it is in stock.",
                         *       "ts": 1,
                         *       "updated_at": "2026-01-31T09:30:00Z"
                         *     }
                         */
                        "application/json": components["schemas"]["Comment"];
                    };
                };
                /** @description `unknown`: Meta's answer was lost. It is never written twice; its webhook tells. */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "comment_id": "17950000000000001",
                         *       "detail": "text",
                         *       "media_id": "17900000000000001",
                         *       "status": "text",
                         *       "success": true,
                         *       "text": "Yes, it is in stock."
                         *     }
                         */
                        "application/json": components["schemas"]["LostAnswer"];
                    };
                };
                /** @description The body or the key cannot be read. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not logged in. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The request did not come from the dashboard. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `Media not found`: no connected account has it. `Account not found`. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `account_inactive`, or `idempotency_mismatch`: the key was used with another body. */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is larger than this route takes. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A field is missing, empty or too long. */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong here; the log says more. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not written, with Meta's reason. */
                502: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The database is busy or out of reach. `Retry-After` says how long to wait. */
                503: {
                    headers: {
                        /** @description Seconds to wait. */
                        "Retry-After"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `request_timeout`: it took longer than two minutes and was given up. */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/comments/delete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Deletes a comment at Meta. Here it is kept, marked as deleted. */
        delete: {
            parameters: {
                query?: {
                    /** @description Meta's id of the comment. */
                    comment_id?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Deleted. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "comment_id": "17950000000000001",
                         *       "success": true
                         *     }
                         */
                        "application/json": components["schemas"]["DeletedComment"];
                    };
                };
                /** @description `unknown`: Meta's answer was lost. It is looked up, not repeated. */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "comment_id": "17950000000000001",
                         *       "detail": "text",
                         *       "media_id": "17900000000000001",
                         *       "status": "text",
                         *       "success": true,
                         *       "text": "Yes, it is in stock."
                         *     }
                         */
                        "application/json": components["schemas"]["LostAnswer"];
                    };
                };
                /** @description Not logged in. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `Admin access required`. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `Comment not found`: no connected account has it, or it was deleted before. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `account_inactive`. */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description comment_id is missing. */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong here; the log says more. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not deleted, with Meta's reason. */
                502: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The database is busy or out of reach. `Retry-After` says how long to wait. */
                503: {
                    headers: {
                        /** @description Seconds to wait. */
                        "Retry-After"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `request_timeout`: it took longer than two minutes and was given up. */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/comments/hide": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Hides a comment, or shows it again. Its stored text stays as it is. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "comment_id": "17950000000000001",
                     *       "hide": true
                     *     }
                     */
                    "application/json": components["schemas"]["HideComment"];
                };
            };
            responses: {
                /** @description Done; the comment as it is now. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "account_id": "0198c0de-0000-7000-8000-000000000001",
                         *       "action": "created",
                         *       "attachments": [
                         *         {
                         *           "type": "text",
                         *           "url": "https://shop.example/picture.jpg"
                         *         }
                         *       ],
                         *       "attachments_json": "{}",
                         *       "author_id": "text",
                         *       "author_username": "anna.example",
                         *       "created_at": "2026-01-31T09:30:00Z",
                         *       "hidden": true,
                         *       "id": "text",
                         *       "media_id": "17900000000000001",
                         *       "mentioned_user_id": "text",
                         *       "own": true,
                         *       "parent_id": "text",
                         *       "platform": "INSTAGRAM",
                         *       "private_reply_at": "2026-01-31T09:30:00Z",
                         *       "text": "Yes, it is in stock.",
                         *       "ts": 1,
                         *       "updated_at": "2026-01-31T09:30:00Z"
                         *     }
                         */
                        "application/json": components["schemas"]["Comment"];
                    };
                };
                /** @description `unknown`: Meta's answer was lost. It is looked up, not repeated. */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "comment_id": "17950000000000001",
                         *       "detail": "text",
                         *       "media_id": "17900000000000001",
                         *       "status": "text",
                         *       "success": true,
                         *       "text": "Yes, it is in stock."
                         *     }
                         */
                        "application/json": components["schemas"]["LostAnswer"];
                    };
                };
                /** @description The body cannot be read. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not logged in. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The request did not come from the dashboard. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `Comment not found`: no connected account has it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `own_comment`: Instagram does not hide what the business wrote itself. `account_inactive`. */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is larger than this route takes. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A field is missing or of the wrong type. */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong here; the log says more. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not done, with Meta's reason. */
                502: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The database is busy or out of reach. `Retry-After` says how long to wait. */
                503: {
                    headers: {
                        /** @description Seconds to wait. */
                        "Retry-After"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `request_timeout`: it took longer than two minutes and was given up. */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/dashboard/stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Counts of what the person may see. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The figures. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "active_agents": 1,
                         *       "assigned_chats": 1,
                         *       "facebook_chats": 1,
                         *       "instagram_chats": 1,
                         *       "total_chats": 1,
                         *       "total_messages": 1,
                         *       "unassigned_chats": 1
                         *     }
                         */
                        "application/json": components["schemas"]["Stats"];
                    };
                };
                /** @description Not logged in. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong here; the log says more. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The database is busy or out of reach. `Retry-After` says how long to wait. */
                503: {
                    headers: {
                        /** @description Seconds to wait. */
                        "Retry-After"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `request_timeout`: it took longer than two minutes and was given up. */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What came in, newest first. */
        get: {
            parameters: {
                query?: {
                    /** @description Only those with an element of this outcome. */
                    outcome?: string;
                    /** @description Rows, at most 200. */
                    limit?: number;
                    /** @description Where the page before ended. */
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page of deliveries. */
                200: {
                    headers: {
                        /** @description The next page, if there is one. */
                        Link?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example [
                         *       {
                         *         "applied_at": "2026-01-31T09:30:00Z",
                         *         "id": "0198c0de-0000-7000-8000-000000000001",
                         *         "items": [
                         *           {
                         *             "account_id": "text",
                         *             "chat_id": "text",
                         *             "index": 1,
                         *             "kind": "text",
                         *             "message_id": "text",
                         *             "outcome": "text",
                         *             "platform": "INSTAGRAM",
                         *             "reason": "text"
                         *           }
                         *         ],
                         *         "reason": "text",
                         *         "received_at": "2026-01-31T09:30:00Z",
                         *         "repeats": 1,
                         *         "signed": true,
                         *         "size": 1,
                         *         "state": "text"
                         *       }
                         *     ]
                         */
                        "application/json": components["schemas"]["DeliverySummary"][];
                    };
                };
                /** @description Not logged in. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not an admin. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A parameter is not valid. */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong here; the log says more. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The database is busy or out of reach. `Retry-After` says how long to wait. */
                503: {
                    headers: {
                        /** @description Seconds to wait. */
                        "Retry-After"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `request_timeout`: it took longer than two minutes and was given up. */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/deliveries/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One delivery with its raw body. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["DeliveryId"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The delivery. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "applied_at": "2026-01-31T09:30:00Z",
                         *       "body": "text",
                         *       "id": "0198c0de-0000-7000-8000-000000000001",
                         *       "items": [
                         *         {
                         *           "account_id": "text",
                         *           "chat_id": "text",
                         *           "index": 1,
                         *           "kind": "text",
                         *           "message_id": "text",
                         *           "outcome": "text",
                         *           "platform": "INSTAGRAM",
                         *           "reason": "text"
                         *         }
                         *       ],
                         *       "reason": "text",
                         *       "received_at": "2026-01-31T09:30:00Z",
                         *       "repeats": 1,
                         *       "signed": true,
                         *       "size": 1,
                         *       "state": "text"
                         *     }
                         */
                        "application/json": components["schemas"]["DeliveryDetail"];
                    };
                };
                /** @description Not logged in. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not an admin. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No such delivery. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong here; the log says more. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The database is busy or out of reach. `Retry-After` says how long to wait. */
                503: {
                    headers: {
                        /** @description Seconds to wait. */
                        "Retry-After"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `request_timeout`: it took longer than two minutes and was given up. */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/deliveries/{id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Understands a delivery again. Nothing leaves the server by it. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["DeliveryId"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description In line; its outcomes are written anew in a moment. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "delivery_id": "0198c0de-0000-7000-8000-000000000001",
                         *       "success": true
                         *     }
                         */
                        "application/json": components["schemas"]["Replayed"];
                    };
                };
                /** @description Not logged in. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not an admin. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No such delivery. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong here; the log says more. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The database is busy or out of reach. `Retry-After` says how long to wait. */
                503: {
                    headers: {
                        /** @description Seconds to wait. */
                        "Retry-After"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `request_timeout`: it took longer than two minutes and was given up. */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/facebook/comments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Comments under the posts of the Facebook Pages, newest first, each with its answers and its post. */
        get: {
            parameters: {
                query?: {
                    /** @description Under this post: Meta's id. */
                    media_id?: string;
                    /** @description `true`: only hidden ones; `false`: only those that are not. */
                    hidden?: string;
                    /** @description Only customers' comments that nobody has answered, in public or privately. */
                    unanswered?: boolean;
                    /** @description Whose words or author contain this. */
                    q?: string;
                    /** @description Deleted ones too; their words are kept. */
                    deleted?: boolean;
                    /** @description Of this account: our id. */
                    account_id?: string;
                    /** @description Rows, at most 200. */
                    limit?: number;
                    /** @description Where the page before ended. */
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page of comments. */
                200: {
                    headers: {
                        /** @description The next page, `rel="next"`, if there is one. */
                        Link?: string;
                        /** @description The log position that this reflects. */
                        "X-Event-Seq"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example [
                         *       {
                         *         "account_id": "0198c0de-0000-7000-8000-000000000001",
                         *         "action": "created",
                         *         "attachments": [
                         *           {
                         *             "type": "text",
                         *             "url": "https://shop.example/picture.jpg"
                         *           }
                         *         ],
                         *         "author_id": "text",
                         *         "can_reply_privately": true,
                         *         "hidden": true,
                         *         "id": "text",
                         *         "media_id": "17900000000000001",
                         *         "own": true,
                         *         "post": {
                         *           "caption": "text",
                         *           "id": "text",
                         *           "media_type": "text",
                         *           "media_url": "https://shop.example/picture.jpg",
                         *           "permalink": "text",
                         *           "profile_pic": "text",
                         *           "timestamp": "2026-01-31T09:30:00Z",
                         *           "username": "anna.example"
                         *         },
                         *         "private_reply_at": "2026-01-31T09:30:00Z",
                         *         "profile_pic": "text",
                         *         "replies": [
                         *           {
                         *             "action": "created",
                         *             "attachments": [
                         *               {
                         *                 "type": null,
                         *                 "url": null
                         *               }
                         *             ],
                         *             "author_id": "text",
                         *             "hidden": true,
                         *             "id": "text",
                         *             "own": true,
                         *             "parent_id": "text",
                         *             "text": "Yes, it is in stock.",
                         *             "timestamp": "2026-01-31T09:30:00Z",
                         *             "username": "anna.example"
                         *           }
                         *         ],
                         *         "text": "Yes, it is in stock.",
                         *         "timestamp": "2026-01-31T09:30:00Z",
                         *         "username": "anna.example"
                         *       }
                         *     ]
                         */
                        "application/json": components["schemas"]["ListedComment"][];
                    };
                };
                /** @description Not logged in. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A filter has an unknown value. */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong here; the log says more. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The database is busy or out of reach. `Retry-After` says how long to wait. */
                503: {
                    headers: {
                        /** @description Seconds to wait. */
                        "Retry-After"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `request_timeout`: it took longer than two minutes and was given up. */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/facebook/comments/{id}/private-reply": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Answers the author of a comment on a Page with a message. Once per comment and within 7 days. The message stands in the
         *     author's chat, which it may be the first of.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A repeat with the same key sends nothing and answers with what became of the first. */
                    "Idempotency-Key"?: string | null;
                };
                path: {
                    /** @description Meta's id of the comment. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "text": "Yes, it is in stock."
                     *     }
                     */
                    "application/json": components["schemas"]["NewReply"];
                };
            };
            responses: {
                /** @description Meta has taken it. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "chat_id": "0198c0de-0000-7000-8000-000000000001",
                         *       "comment_id": "17950000000000001",
                         *       "graph_message_id": "text",
                         *       "message_id": "0198c0de-0000-7000-8000-000000000001",
                         *       "status": "text",
                         *       "success": true
                         *     }
                         */
                        "application/json": components["schemas"]["PrivateReplySent"];
                    };
                };
                /** @description `unknown`: Meta's answer was lost. It is never sent twice; its echo tells. */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "comment_id": "17950000000000001",
                         *       "detail": "text",
                         *       "media_id": "17900000000000001",
                         *       "status": "text",
                         *       "success": true,
                         *       "text": "Yes, it is in stock."
                         *     }
                         */
                        "application/json": components["schemas"]["LostAnswer"];
                    };
                };
                /** @description The body or the key cannot be read. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not logged in. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The request did not come from the dashboard. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `Comment not found`: no connected account has it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `private_reply_used`, `comment_deleted`, `account_inactive` or `idempotency_mismatch`. */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is larger than this route takes. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Empty, too long, `private_reply_expired` or `private_reply_to_self`. */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong here; the log says more. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not sent, with Meta's reason. */
                502: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The database is busy or out of reach. `Retry-After` says how long to wait. */
                503: {
                    headers: {
                        /** @description Seconds to wait. */
                        "Retry-After"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `request_timeout`: it took longer than two minutes and was given up. */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/facebook/comments/{id}/reply": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Answers a comment under a Page's post, for everybody to read. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A repeat with the same key writes nothing and answers with what became of the first. */
                    "Idempotency-Key"?: string | null;
                };
                path: {
                    /** @description Meta's id of the comment. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "text": "Yes, it is in stock."
                     *     }
                     */
                    "application/json": components["schemas"]["NewReply"];
                };
            };
            responses: {
                /** @description Meta has taken it. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "account_id": "0198c0de-0000-7000-8000-000000000001",
                         *       "action": "created",
                         *       "attachments": [
                         *         {
                         *           "type": "text",
                         *           "url": "https://shop.example/picture.jpg"
                         *         }
                         *       ],
                         *       "attachments_json": "{}",
                         *       "author_id": "text",
                         *       "author_username": "anna.example",
                         *       "created_at": "2026-01-31T09:30:00Z",
                         *       "hidden": true,
                         *       "id": "text",
                         *       "media_id": "17900000000000001",
                         *       "mentioned_user_id": "text",
                         *       "own": true,
                         *       "parent_id": "text",
                         *       "platform": "INSTAGRAM",
                         *       "private_reply_at": "2026-01-31T09:30:00Z",
                         *       "text": "Yes, it is in stock.",
                         *       "ts": 1,
                         *       "updated_at": "2026-01-31T09:30:00Z"
                         *     }
                         */
                        "application/json": components["schemas"]["Comment"];
                    };
                };
                /** @description `unknown`: Meta's answer was lost. It is never written twice; its webhook tells. */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "comment_id": "17950000000000001",
                         *       "detail": "text",
                         *       "media_id": "17900000000000001",
                         *       "status": "text",
                         *       "success": true,
                         *       "text": "Yes, it is in stock."
                         *     }
                         */
                        "application/json": components["schemas"]["LostAnswer"];
                    };
                };
                /** @description The body or the key cannot be read. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not logged in. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The request did not come from the dashboard. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `Comment not found`: no connected account has it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `comment_deleted`, `account_inactive` or `idempotency_mismatch`. */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is larger than this route takes. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Empty or too long. */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong here; the log says more. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not written, with Meta's reason. */
                502: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The database is busy or out of reach. `Retry-After` says how long to wait. */
                503: {
                    headers: {
                        /** @description Seconds to wait. */
                        "Retry-After"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `request_timeout`: it took longer than two minutes and was given up. */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/facebook/pages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Connected Pages, whoever connected them. */
        get: {
            parameters: {
                query?: {
                    /** @description Rows, at most 200. */
                    limit?: number;
                    /** @description Where the page before ended. */
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page of Pages, newest first. */
                200: {
                    headers: {
                        /** @description The next page, if there is one. */
                        Link?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example [
                         *       {
                         *         "connected_at": "2026-01-31T09:30:00Z",
                         *         "id": "0198c0de-0000-7000-8000-000000000001",
                         *         "is_active": true,
                         *         "last_webhook_at": "2026-01-31T09:30:00Z",
                         *         "page_id": "17841400000000001",
                         *         "page_name": "Example Shop",
                         *         "status": "text",
                         *         "status_reason": "text",
                         *         "token_expires_at": "2026-01-31T09:30:00Z"
                         *       }
                         *     ]
                         */
                        "application/json": components["schemas"]["FacebookPage"][];
                    };
                };
                /** @description Not logged in. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not an admin. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A parameter is not valid. */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong here; the log says more. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The database is busy or out of reach. `Retry-After` says how long to wait. */
                503: {
                    headers: {
                        /** @description Seconds to wait. */
                        "Retry-After"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `request_timeout`: it took longer than two minutes and was given up. */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Connects a Page, takes one up again with its history, or gives a connected one a new token. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A repeat with the same key and body gives the Page that is there. */
                    "Idempotency-Key"?: string | null;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "access_token": "not-a-real-token",
                     *       "page_id": "17841400000000001",
                     *       "page_name": "Example Shop"
                     *     }
                     */
                    "application/json": components["schemas"]["ConnectPage"];
                };
            };
            responses: {
                /** @description Connected and subscribed; what had come for it before is applied now. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "connected_at": "2026-01-31T09:30:00Z",
                         *       "id": "0198c0de-0000-7000-8000-000000000001",
                         *       "is_active": true,
                         *       "last_webhook_at": "2026-01-31T09:30:00Z",
                         *       "page_id": "17841400000000001",
                         *       "page_name": "Example Shop",
                         *       "status": "text",
                         *       "status_reason": "text",
                         *       "token_expires_at": "2026-01-31T09:30:00Z"
                         *     }
                         */
                        "application/json": components["schemas"]["FacebookPage"];
                    };
                };
                /** @description `Failed to verify Facebook page: …` with the reason. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not logged in. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not an admin. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The key was used for another body. */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is larger than this route takes. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A field is missing or not valid. */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong here; the log says more. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The database is busy or out of reach. `Retry-After` says how long to wait. */
                503: {
                    headers: {
                        /** @description Seconds to wait. */
                        "Retry-After"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `request_timeout`: it took longer than two minutes and was given up. */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/facebook/pages/{page_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One connected Page. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Meta's id of the Page. */
                    page_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The Page. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "connected_at": "2026-01-31T09:30:00Z",
                         *       "id": "0198c0de-0000-7000-8000-000000000001",
                         *       "is_active": true,
                         *       "last_webhook_at": "2026-01-31T09:30:00Z",
                         *       "page_id": "17841400000000001",
                         *       "page_name": "Example Shop",
                         *       "status": "text",
                         *       "status_reason": "text",
                         *       "token_expires_at": "2026-01-31T09:30:00Z"
                         *     }
                         */
                        "application/json": components["schemas"]["FacebookPage"];
                    };
                };
                /** @description Not logged in. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not an admin. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `Facebook page not found`. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong here; the log says more. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The database is busy or out of reach. `Retry-After` says how long to wait. */
                503: {
                    headers: {
                        /** @description Seconds to wait. */
                        "Retry-After"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `request_timeout`: it took longer than two minutes and was given up. */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** Disconnects a Page. Its history stays, and connecting it again takes that up. */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Meta's id of the Page. */
                    page_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Its token is destroyed; its subscription ends unless a connected Instagram account uses it. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "message": "Yes, it is in stock.",
                         *       "success": true
                         *     }
                         */
                        "application/json": components["schemas"]["Disconnected"];
                    };
                };
                /** @description Not logged in. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not an admin. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `Facebook page not found`. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong here; the log says more. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The database is busy or out of reach. `Retry-After` says how long to wait. */
                503: {
                    headers: {
                        /** @description Seconds to wait. */
                        "Retry-After"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `request_timeout`: it took longer than two minutes and was given up. */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /**
         * Renames a Page here, or switches sending off and on. While it is off everything still comes in, and whatever would leave
         *     is refused with `account_inactive`.
         */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Meta's id of the Page. */
                    page_id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "is_active": true,
                     *       "page_name": "Example Shop"
                     *     }
                     */
                    "application/json": components["schemas"]["ChangePage"];
                };
            };
            responses: {
                /** @description The Page as it is now. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "connected_at": "2026-01-31T09:30:00Z",
                         *       "id": "0198c0de-0000-7000-8000-000000000001",
                         *       "is_active": true,
                         *       "last_webhook_at": "2026-01-31T09:30:00Z",
                         *       "page_id": "17841400000000001",
                         *       "page_name": "Example Shop",
                         *       "status": "text",
                         *       "status_reason": "text",
                         *       "token_expires_at": "2026-01-31T09:30:00Z"
                         *     }
                         */
                        "application/json": components["schemas"]["FacebookPage"];
                    };
                };
                /** @description The body cannot be read. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not logged in. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not an admin. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `Facebook page not found`. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is larger than this route takes. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A field is not valid. */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong here; the log says more. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The database is busy or out of reach. `Retry-After` says how long to wait. */
                503: {
                    headers: {
                        /** @description Seconds to wait. */
                        "Retry-After"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `request_timeout`: it took longer than two minutes and was given up. */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/insights/account": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The figures of an Instagram account. */
        get: {
            parameters: {
                query?: {
                    /** @description Meta's names, with commas between; the usual ones if missing. */
                    metrics?: string;
                    /** @description `day` (the usual) or `lifetime` (who the followers are). */
                    period?: string;
                    /** @description From here: Unix seconds, RFC 3339, or a day like `2026-01-31`. Only with days, at most 30 of them. */
                    since?: string;
                    /** @description To here, likewise. */
                    until?: string;
                    /** @description The Instagram account's id; the default account if missing. */
                    ig_user_id?: string;
                    /** @description Ask Meta though a fresh answer is stored. */
                    refresh?: boolean;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What Meta says, or said a short while ago. What it does not give is `null`, with the reason under `unavailable`. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "breakdowns": {},
                         *       "cached": true,
                         *       "ended": true,
                         *       "entity_id": "text",
                         *       "fetched_at": "2026-01-31T09:30:00Z",
                         *       "id": "0198c0de-0000-7000-8000-000000000001",
                         *       "metrics": {},
                         *       "metrics_json": "{}",
                         *       "period": "text",
                         *       "replacements": {},
                         *       "scope": "text",
                         *       "series": {},
                         *       "since": "2026-01-31T09:30:00Z",
                         *       "unavailable": {},
                         *       "until": "2026-01-31T09:30:00Z"
                         *     }
                         */
                        "application/json": components["schemas"]["Insight"];
                    };
                };
                /** @description Not logged in. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `Instagram account not found`. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A parameter is not valid, no account is named and none is the default one, or it is a Page. */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong here; the log says more. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Meta did not answer, or refused with a reason. */
                502: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The database is busy or out of reach. `Retry-After` says how long to wait. */
                503: {
                    headers: {
                        /** @description Seconds to wait. */
                        "Retry-After"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `request_timeout`: it took longer than two minutes and was given up. */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/insights/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The stored figures over time, oldest first, for plots. Meta is not asked. */
        get: {
            parameters: {
                query?: {
                    /** @description `account`, `media` or `story`. */
                    scope?: string;
                    /** @description Meta's id of the account, post or story. */
                    entity_id?: string;
                    /** @description Meta's names, with commas between; all that are stored if missing. */
                    metric?: string;
                    /** @description From here: Unix seconds, RFC 3339, or a day. 90 days ago if missing. */
                    since?: string;
                    /** @description To before here, likewise. Now if missing. */
                    until?: string;
                    /** @description Points, at most 200. */
                    limit?: number;
                    /** @description Where the page before ended. */
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Points; the next page in `Link`. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example [
                         *       {
                         *         "at": "2026-01-31T09:30:00Z",
                         *         "metric": "text",
                         *         "value": 1
                         *       }
                         *     ]
                         */
                        "application/json": components["schemas"]["HistoryPoint"][];
                    };
                };
                /** @description Not logged in. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A parameter is not valid. */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong here; the log says more. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The database is busy or out of reach. `Retry-After` says how long to wait. */
                503: {
                    headers: {
                        /** @description Seconds to wait. */
                        "Retry-After"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `request_timeout`: it took longer than two minutes and was given up. */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/insights/media": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The figures of a post or reel. */
        get: {
            parameters: {
                query?: {
                    /** @description Meta's id of the post. */
                    media_id?: string;
                    /** @description Meta's names, with commas between; the usual ones if missing. */
                    metrics?: string;
                    /** @description Ask Meta though a fresh answer is stored. */
                    refresh?: boolean;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What Meta says, or said a short while ago. A story is answered with scope `story`. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "breakdowns": {},
                         *       "cached": true,
                         *       "ended": true,
                         *       "entity_id": "text",
                         *       "fetched_at": "2026-01-31T09:30:00Z",
                         *       "id": "0198c0de-0000-7000-8000-000000000001",
                         *       "metrics": {},
                         *       "metrics_json": "{}",
                         *       "period": "text",
                         *       "replacements": {},
                         *       "scope": "text",
                         *       "series": {},
                         *       "since": "2026-01-31T09:30:00Z",
                         *       "unavailable": {},
                         *       "until": "2026-01-31T09:30:00Z"
                         *     }
                         */
                        "application/json": components["schemas"]["Insight"];
                    };
                };
                /** @description Not logged in. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `Media not found`. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A parameter is not valid, or it is a Page's post. */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong here; the log says more. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Meta did not answer, or refused with a reason. */
                502: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The database is busy or out of reach. `Retry-After` says how long to wait. */
                503: {
                    headers: {
                        /** @description Seconds to wait. */
                        "Retry-After"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `request_timeout`: it took longer than two minutes and was given up. */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/insights/posts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The posts or stories that are known here, newest first, with what Meta last said about each. Meta is not asked. */
        get: {
            parameters: {
                query?: {
                    /** @description `media` (the usual) or `story`. */
                    scope?: string;
                    /** @description The Instagram account's id; the default account if missing. */
                    ig_user_id?: string;
                    /** @description Posts, at most 200. */
                    limit?: number;
                    /** @description Where the page before ended. */
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page; the next one in `Link`. */
                200: {
                    headers: {
                        /** @description The next page, `rel="next"`, if there is one. */
                        Link?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example [
                         *       {
                         *         "caption": "text",
                         *         "fetched_at": "2026-01-31T09:30:00Z",
                         *         "id": "text",
                         *         "media_type": "text",
                         *         "media_url": "https://shop.example/picture.jpg",
                         *         "metrics": {},
                         *         "permalink": "text",
                         *         "product_type": "text",
                         *         "timestamp": "2026-01-31T09:30:00Z"
                         *       }
                         *     ]
                         */
                        "application/json": components["schemas"]["KnownPost"][];
                    };
                };
                /** @description Not logged in. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `Instagram account not found`. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A parameter is not valid, no account is named and none is the default one, or it is a Page. */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong here; the log says more. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The database is busy or out of reach. `Retry-After` says how long to wait. */
                503: {
                    headers: {
                        /** @description Seconds to wait. */
                        "Retry-After"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `request_timeout`: it took longer than two minutes and was given up. */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/insights/story": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The figures of a story: while it is live as often as they change, afterwards the last ones. */
        get: {
            parameters: {
                query?: {
                    /** @description Meta's id of the story. */
                    story_id?: string;
                    /** @description Meta's names, with commas between; the usual ones if missing. */
                    metrics?: string;
                    /** @description Ask Meta though a fresh answer is stored. */
                    refresh?: boolean;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What Meta says, or said last. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "breakdowns": {},
                         *       "cached": true,
                         *       "ended": true,
                         *       "entity_id": "text",
                         *       "fetched_at": "2026-01-31T09:30:00Z",
                         *       "id": "0198c0de-0000-7000-8000-000000000001",
                         *       "metrics": {},
                         *       "metrics_json": "{}",
                         *       "period": "text",
                         *       "replacements": {},
                         *       "scope": "text",
                         *       "series": {},
                         *       "since": "2026-01-31T09:30:00Z",
                         *       "unavailable": {},
                         *       "until": "2026-01-31T09:30:00Z"
                         *     }
                         */
                        "application/json": components["schemas"]["Insight"];
                    };
                };
                /** @description Not logged in. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `Media not found`. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A parameter is not valid, or it is no story. */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong here; the log says more. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Meta did not answer, or refused with a reason. */
                502: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The database is busy or out of reach. `Retry-After` says how long to wait. */
                503: {
                    headers: {
                        /** @description Seconds to wait. */
                        "Retry-After"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `request_timeout`: it took longer than two minutes and was given up. */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/instagram/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Connected accounts, whoever connected them. */
        get: {
            parameters: {
                query?: {
                    /** @description Rows, at most 200. */
                    limit?: number;
                    /** @description Where the page before ended. */
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page of accounts, newest first. */
                200: {
                    headers: {
                        /** @description The next page, if there is one. */
                        Link?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example [
                         *       {
                         *         "connected_at": "2026-01-31T09:30:00Z",
                         *         "facebook_page_id": "17841400000000001",
                         *         "id": "0198c0de-0000-7000-8000-000000000001",
                         *         "last_webhook_at": "2026-01-31T09:30:00Z",
                         *         "page_id": "17841400000000001",
                         *         "status": "text",
                         *         "status_reason": "text",
                         *         "token_expires_at": "2026-01-31T09:30:00Z",
                         *         "username": "anna.example"
                         *       }
                         *     ]
                         */
                        "application/json": components["schemas"]["InstagramAccount"][];
                    };
                };
                /** @description Not logged in. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not an admin. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A parameter is not valid. */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong here; the log says more. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The database is busy or out of reach. `Retry-After` says how long to wait. */
                503: {
                    headers: {
                        /** @description Seconds to wait. */
                        "Retry-After"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `request_timeout`: it took longer than two minutes and was given up. */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Connects an account, or takes one up again with its history. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A repeat with the same key and body gives the account that is there. */
                    "Idempotency-Key"?: string | null;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "access_token": "not-a-real-token",
                     *       "page_id": "17841400000000001",
                     *       "username": "anna.example"
                     *     }
                     */
                    "application/json": components["schemas"]["Connect"];
                };
            };
            responses: {
                /** @description Connected and subscribed; what had come for it before is applied now. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "connected_at": "2026-01-31T09:30:00Z",
                         *       "facebook_page_id": "17841400000000001",
                         *       "id": "0198c0de-0000-7000-8000-000000000001",
                         *       "last_webhook_at": "2026-01-31T09:30:00Z",
                         *       "page_id": "17841400000000001",
                         *       "status": "text",
                         *       "status_reason": "text",
                         *       "token_expires_at": "2026-01-31T09:30:00Z",
                         *       "username": "anna.example"
                         *     }
                         */
                        "application/json": components["schemas"]["InstagramAccount"];
                    };
                };
                /** @description `Instagram account already connected`, or `Failed to verify Instagram account: …` with the reason. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not logged in. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not an admin. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The key was used for another body. */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is larger than this route takes. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A field is missing or not valid. */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong here; the log says more. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The database is busy or out of reach. `Retry-After` says how long to wait. */
                503: {
                    headers: {
                        /** @description Seconds to wait. */
                        "Retry-After"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `request_timeout`: it took longer than two minutes and was given up. */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/instagram/accounts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One connected account. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["AccountId"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The account. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "connected_at": "2026-01-31T09:30:00Z",
                         *       "facebook_page_id": "17841400000000001",
                         *       "id": "0198c0de-0000-7000-8000-000000000001",
                         *       "last_webhook_at": "2026-01-31T09:30:00Z",
                         *       "page_id": "17841400000000001",
                         *       "status": "text",
                         *       "status_reason": "text",
                         *       "token_expires_at": "2026-01-31T09:30:00Z",
                         *       "username": "anna.example"
                         *     }
                         */
                        "application/json": components["schemas"]["InstagramAccount"];
                    };
                };
                /** @description Not logged in. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not an admin. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `Instagram account not found`. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong here; the log says more. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The database is busy or out of reach. `Retry-After` says how long to wait. */
                503: {
                    headers: {
                        /** @description Seconds to wait. */
                        "Retry-After"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `request_timeout`: it took longer than two minutes and was given up. */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** Disconnects an account. Its history stays, and connecting it again takes that up. */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["AccountId"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Its token is destroyed; its subscription ends unless another connected account uses its Page. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "message": "Yes, it is in stock.",
                         *       "success": true
                         *     }
                         */
                        "application/json": components["schemas"]["Disconnected"];
                    };
                };
                /** @description Not logged in. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not an admin. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `Instagram account not found`. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong here; the log says more. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The database is busy or out of reach. `Retry-After` says how long to wait. */
                503: {
                    headers: {
                        /** @description Seconds to wait. */
                        "Retry-After"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `request_timeout`: it took longer than two minutes and was given up. */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/instagram/comments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Comments under the posts of the Instagram accounts, newest first, each with its answers and its post. */
        get: {
            parameters: {
                query?: {
                    /** @description Under this post: Meta's id. */
                    media_id?: string;
                    /** @description `true`: only hidden ones; `false`: only those that are not. */
                    hidden?: string;
                    /** @description Only customers' comments that nobody has answered, in public or privately. */
                    unanswered?: boolean;
                    /** @description Whose words or author contain this. */
                    q?: string;
                    /** @description Deleted ones too; their words are kept. */
                    deleted?: boolean;
                    /** @description Of this account: our id. */
                    account_id?: string;
                    /** @description Rows, at most 200. */
                    limit?: number;
                    /** @description Where the page before ended. */
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page of comments. */
                200: {
                    headers: {
                        /** @description The next page, `rel="next"`, if there is one. */
                        Link?: string;
                        /** @description The log position that this reflects. */
                        "X-Event-Seq"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example [
                         *       {
                         *         "account_id": "0198c0de-0000-7000-8000-000000000001",
                         *         "action": "created",
                         *         "attachments": [
                         *           {
                         *             "type": "text",
                         *             "url": "https://shop.example/picture.jpg"
                         *           }
                         *         ],
                         *         "author_id": "text",
                         *         "can_reply_privately": true,
                         *         "hidden": true,
                         *         "id": "text",
                         *         "media_id": "17900000000000001",
                         *         "own": true,
                         *         "post": {
                         *           "caption": "text",
                         *           "id": "text",
                         *           "media_type": "text",
                         *           "media_url": "https://shop.example/picture.jpg",
                         *           "permalink": "text",
                         *           "profile_pic": "text",
                         *           "timestamp": "2026-01-31T09:30:00Z",
                         *           "username": "anna.example"
                         *         },
                         *         "private_reply_at": "2026-01-31T09:30:00Z",
                         *         "profile_pic": "text",
                         *         "replies": [
                         *           {
                         *             "action": "created",
                         *             "attachments": [
                         *               {
                         *                 "type": null,
                         *                 "url": null
                         *               }
                         *             ],
                         *             "author_id": "text",
                         *             "hidden": true,
                         *             "id": "text",
                         *             "own": true,
                         *             "parent_id": "text",
                         *             "text": "Yes, it is in stock.",
                         *             "timestamp": "2026-01-31T09:30:00Z",
                         *             "username": "anna.example"
                         *           }
                         *         ],
                         *         "text": "Yes, it is in stock.",
                         *         "timestamp": "2026-01-31T09:30:00Z",
                         *         "username": "anna.example"
                         *       }
                         *     ]
                         */
                        "application/json": components["schemas"]["ListedComment"][];
                    };
                };
                /** @description Not logged in. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A filter has an unknown value. */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong here; the log says more. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The database is busy or out of reach. `Retry-After` says how long to wait. */
                503: {
                    headers: {
                        /** @description Seconds to wait. */
                        "Retry-After"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `request_timeout`: it took longer than two minutes and was given up. */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/instagram/comments/{id}/private-reply": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Answers the author of an Instagram comment with a message. Once per comment and within 7 days; to a live comment only
         *     while the broadcast runs. The message stands in the author's chat, which it may be the first of.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A repeat with the same key sends nothing and answers with what became of the first. */
                    "Idempotency-Key"?: string | null;
                };
                path: {
                    /** @description Meta's id of the comment. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "text": "Yes, it is in stock."
                     *     }
                     */
                    "application/json": components["schemas"]["NewReply"];
                };
            };
            responses: {
                /** @description Meta has taken it. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "chat_id": "0198c0de-0000-7000-8000-000000000001",
                         *       "comment_id": "17950000000000001",
                         *       "graph_message_id": "text",
                         *       "message_id": "0198c0de-0000-7000-8000-000000000001",
                         *       "status": "text",
                         *       "success": true
                         *     }
                         */
                        "application/json": components["schemas"]["PrivateReplySent"];
                    };
                };
                /** @description `unknown`: Meta's answer was lost. It is never sent twice; its echo tells. */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "comment_id": "17950000000000001",
                         *       "detail": "text",
                         *       "media_id": "17900000000000001",
                         *       "status": "text",
                         *       "success": true,
                         *       "text": "Yes, it is in stock."
                         *     }
                         */
                        "application/json": components["schemas"]["LostAnswer"];
                    };
                };
                /** @description The body or the key cannot be read. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not logged in. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The author's chat is another agent's. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `Comment not found`: no connected account has it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `private_reply_used`, `comment_deleted`, `account_inactive` or `idempotency_mismatch`. */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is larger than this route takes. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Empty, too long, `private_reply_expired`, `broadcast_over` or `private_reply_to_self`. */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong here; the log says more. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not sent, with Meta's reason. */
                502: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The database is busy or out of reach. `Retry-After` says how long to wait. */
                503: {
                    headers: {
                        /** @description Seconds to wait. */
                        "Retry-After"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `request_timeout`: it took longer than two minutes and was given up. */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/instagram/comments/{id}/reply": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Answers a comment under an Instagram post, for everybody to read. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A repeat with the same key writes nothing and answers with what became of the first. */
                    "Idempotency-Key"?: string | null;
                };
                path: {
                    /** @description Meta's id of the comment. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "text": "Yes, it is in stock."
                     *     }
                     */
                    "application/json": components["schemas"]["NewReply"];
                };
            };
            responses: {
                /** @description Meta has taken it. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "account_id": "0198c0de-0000-7000-8000-000000000001",
                         *       "action": "created",
                         *       "attachments": [
                         *         {
                         *           "type": "text",
                         *           "url": "https://shop.example/picture.jpg"
                         *         }
                         *       ],
                         *       "attachments_json": "{}",
                         *       "author_id": "text",
                         *       "author_username": "anna.example",
                         *       "created_at": "2026-01-31T09:30:00Z",
                         *       "hidden": true,
                         *       "id": "text",
                         *       "media_id": "17900000000000001",
                         *       "mentioned_user_id": "text",
                         *       "own": true,
                         *       "parent_id": "text",
                         *       "platform": "INSTAGRAM",
                         *       "private_reply_at": "2026-01-31T09:30:00Z",
                         *       "text": "Yes, it is in stock.",
                         *       "ts": 1,
                         *       "updated_at": "2026-01-31T09:30:00Z"
                         *     }
                         */
                        "application/json": components["schemas"]["Comment"];
                    };
                };
                /** @description `unknown`: Meta's answer was lost. It is never written twice; its webhook tells. */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "comment_id": "17950000000000001",
                         *       "detail": "text",
                         *       "media_id": "17900000000000001",
                         *       "status": "text",
                         *       "success": true,
                         *       "text": "Yes, it is in stock."
                         *     }
                         */
                        "application/json": components["schemas"]["LostAnswer"];
                    };
                };
                /** @description The body or the key cannot be read. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not logged in. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The request did not come from the dashboard. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `Comment not found`: no connected account has it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `comment_deleted`, `comment_hidden`, `account_inactive` or `idempotency_mismatch`. */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is larger than this route takes. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Empty, too long, or `live_comment`. */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong here; the log says more. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not written, with Meta's reason. */
                502: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The database is busy or out of reach. `Retry-After` says how long to wait. */
                503: {
                    headers: {
                        /** @description Seconds to wait. */
                        "Retry-After"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `request_timeout`: it took longer than two minutes and was given up. */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/instagram/mentions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Where somebody mentioned the accounts under a post or in a caption, newest first. Stored when they came: Meta keeps no
         *     list.
         */
        get: {
            parameters: {
                query?: {
                    /** @description Of this account: Meta's Instagram id. All accounts if it is missing. */
                    ig_user_id?: string;
                    /** @description Rows, at most 200. */
                    limit?: number;
                    /** @description Where the page before ended. */
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page of mentions, and what the list cannot hold. */
                200: {
                    headers: {
                        /** @description The next page, `rel="next"`, if there is one. */
                        Link?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "data": [
                         *         {
                         *           "account_id": "0198c0de-0000-7000-8000-000000000001",
                         *           "caption": "text",
                         *           "comment_id": "17950000000000001",
                         *           "id": "text",
                         *           "media_id": "17900000000000001",
                         *           "media_type": "text",
                         *           "media_url": "https://shop.example/picture.jpg",
                         *           "permalink": "text",
                         *           "text": "Yes, it is in stock.",
                         *           "timestamp": "2026-01-31T09:30:00Z",
                         *           "username": "anna.example"
                         *         }
                         *       ],
                         *       "note": "text",
                         *       "success": true
                         *     }
                         */
                        "application/json": components["schemas"]["MentionsAnswer"];
                    };
                };
                /** @description Not logged in. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No such account. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A parameter is not valid. */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong here; the log says more. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The database is busy or out of reach. `Retry-After` says how long to wait. */
                503: {
                    headers: {
                        /** @description Seconds to wait. */
                        "Retry-After"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `request_timeout`: it took longer than two minutes and was given up. */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/labels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The labels in use, by the alphabet: what to offer where one is chosen. */
        get: {
            parameters: {
                query?: {
                    /** @description Rows, at most 200. */
                    limit?: number;
                    /** @description Where the page before ended. */
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page of labels. */
                200: {
                    headers: {
                        /** @description The next page, `rel="next"`, if there is one. */
                        Link?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example [
                         *       "text"
                         *     ]
                         */
                        "application/json": string[];
                    };
                };
                /** @description Not logged in. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A parameter is not valid. */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong here; the log says more. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The database is busy or out of reach. `Retry-After` says how long to wait. */
                503: {
                    headers: {
                        /** @description Seconds to wait. */
                        "Retry-After"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `request_timeout`: it took longer than two minutes and was given up. */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/marketing/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Events, newest first, with status, attempts and Meta's answer. */
        get: {
            parameters: {
                query?: {
                    /** @description `queued`, `success`, `failed` or `unknown`. */
                    status?: string;
                    /** @description Only those with this name. */
                    name?: string;
                    /** @description Only those of this pixel or dataset. */
                    pixel?: string;
                    /** @description Only those written since then: a day, RFC 3339, or Unix seconds. */
                    since?: string;
                    /** @description Rows, at most 200. */
                    limit?: number;
                    /** @description Where the page before ended. */
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page of events. */
                200: {
                    headers: {
                        /** @description The next page, if there is one. */
                        Link?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example [
                         *       {
                         *         "action_source": "email",
                         *         "attempts": 1,
                         *         "chat_id": "0198c0de-0000-7000-8000-000000000001",
                         *         "created_at": "2026-01-31T09:30:00Z",
                         *         "currency": "EUR",
                         *         "error": {
                         *           "code": "text",
                         *           "detail": "text",
                         *           "remedy": "text",
                         *           "retryable": true
                         *         },
                         *         "event_name": "Purchase",
                         *         "external_event_id": "text",
                         *         "id": "0198c0de-0000-7000-8000-000000000001",
                         *         "payload_json": "{}",
                         *         "pixel_id": "text",
                         *         "response_json": "{}",
                         *         "status": "queued",
                         *         "ts": 1,
                         *         "updated_at": "2026-01-31T09:30:00Z",
                         *         "value": 1
                         *       }
                         *     ]
                         */
                        "application/json": components["schemas"]["MarketingEvent"][];
                    };
                };
                /** @description Not logged in. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A parameter is not valid. */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong here; the log says more. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The database is busy or out of reach. `Retry-After` says how long to wait. */
                503: {
                    headers: {
                        /** @description Seconds to wait. */
                        "Retry-After"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `request_timeout`: it took longer than two minutes and was given up. */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /**
         * Sends an event to Meta's Conversions API. It is durable before the answer, with everything hashed that names a person;
         *     what becomes of it follows as `ig_marketing_event`.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A repeat with the same key sends nothing and answers with the event as it stands. */
                    "Idempotency-Key"?: string | null;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "action_source": "email",
                     *       "chat_id": "0198c0de-0000-7000-8000-000000000001",
                     *       "currency": "EUR",
                     *       "custom_data": {},
                     *       "data_processing_options": [
                     *         "text"
                     *       ],
                     *       "data_processing_options_country": 1,
                     *       "data_processing_options_state": 1,
                     *       "event_id": "text",
                     *       "event_name": "Purchase",
                     *       "event_source_url": "https://shop.example/picture.jpg",
                     *       "event_time": 1,
                     *       "opt_out": true,
                     *       "pixel_id": "text",
                     *       "referrer_url": "https://shop.example/picture.jpg",
                     *       "test_event_code": "text",
                     *       "user_data": {},
                     *       "value": 1
                     *     }
                     */
                    "application/json": components["schemas"]["Draft"];
                };
            };
            responses: {
                /** @description Stored and on its way; or the first event of this pixel, name and `event_id` as it stands. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "action_source": "email",
                         *       "attempts": 1,
                         *       "chat_id": "0198c0de-0000-7000-8000-000000000001",
                         *       "created_at": "2026-01-31T09:30:00Z",
                         *       "currency": "EUR",
                         *       "error": {
                         *         "code": "text",
                         *         "detail": "text",
                         *         "remedy": "text",
                         *         "retryable": true
                         *       },
                         *       "event_name": "Purchase",
                         *       "external_event_id": "text",
                         *       "id": "0198c0de-0000-7000-8000-000000000001",
                         *       "payload_json": "{}",
                         *       "pixel_id": "text",
                         *       "response_json": "{}",
                         *       "status": "queued",
                         *       "ts": 1,
                         *       "updated_at": "2026-01-31T09:30:00Z",
                         *       "value": 1
                         *     }
                         */
                        "application/json": components["schemas"]["MarketingEvent"];
                    };
                };
                /** @description `pixel_not_configured`, or the body or the key cannot be read. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not logged in. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Another agent's chat. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No such chat. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `account_inactive` for an event of a chat, or `idempotency_mismatch`: the key, or the pixel, name and `event_id`, stand for another event. */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is too large. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something that Meta would refuse, or `capi_token_required`. */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong here; the log says more. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The database is busy or out of reach. `Retry-After` says how long to wait. */
                503: {
                    headers: {
                        /** @description Seconds to wait. */
                        "Retry-After"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `request_timeout`: it took longer than two minutes and was given up. */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/marketing/events/{id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sends a failed event again, or one in doubt that the person confirms. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A repeat with the same key starts nothing again. */
                    "Idempotency-Key"?: string | null;
                };
                path: {
                    id: components["schemas"]["ConversionId"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "confirm_unknown": true
                     *     }
                     */
                    "application/json": components["schemas"]["RetryEvent"];
                };
            };
            responses: {
                /** @description In line again. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "action_source": "email",
                         *       "attempts": 1,
                         *       "chat_id": "0198c0de-0000-7000-8000-000000000001",
                         *       "created_at": "2026-01-31T09:30:00Z",
                         *       "currency": "EUR",
                         *       "error": {
                         *         "code": "text",
                         *         "detail": "text",
                         *         "remedy": "text",
                         *         "retryable": true
                         *       },
                         *       "event_name": "Purchase",
                         *       "external_event_id": "text",
                         *       "id": "0198c0de-0000-7000-8000-000000000001",
                         *       "payload_json": "{}",
                         *       "pixel_id": "text",
                         *       "response_json": "{}",
                         *       "status": "queued",
                         *       "ts": 1,
                         *       "updated_at": "2026-01-31T09:30:00Z",
                         *       "value": 1
                         *     }
                         */
                        "application/json": components["schemas"]["MarketingEvent"];
                    };
                };
                /** @description The body or the key cannot be read. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not logged in. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not an admin. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No such event. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `not_failed`, `confirmation_needed` or `idempotency_mismatch`. */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is too large. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A field is of the wrong type. */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong here; the log says more. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The database is busy or out of reach. `Retry-After` says how long to wait. */
                503: {
                    headers: {
                        /** @description Seconds to wait. */
                        "Retry-After"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `request_timeout`: it took longer than two minutes and was given up. */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/marketing/totals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Events by day, name and currency: how many, how many Meta took, and what those were worth. */
        get: {
            parameters: {
                query?: {
                    /** @description From this day or moment on; 28 days before the end if it is left out. */
                    since?: string;
                    /** @description Up to this day, all of it, or this moment; now if it is left out. */
                    until?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description At most 1000 rows, by day and name. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example [
                         *       {
                         *         "currency": "EUR",
                         *         "day": "text",
                         *         "event_name": "Purchase",
                         *         "events": 1,
                         *         "failed": 1,
                         *         "success": 1,
                         *         "unknown": 1,
                         *         "value": 1
                         *       }
                         *     ]
                         */
                        "application/json": components["schemas"]["ConversionTotal"][];
                    };
                };
                /** @description Not logged in. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A parameter is not valid, or more than 92 days. */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong here; the log says more. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The database is busy or out of reach. `Retry-After` says how long to wait. */
                503: {
                    headers: {
                        /** @description Seconds to wait. */
                        "Retry-After"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `request_timeout`: it took longer than two minutes and was given up. */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/media/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A file of a chat, or an upload of one's own. Single ranges are answered with 206. */
        get: {
            parameters: {
                query?: {
                    /** @description `thumb` for the small picture; the whole file where there is none. */
                    size?: string;
                };
                header?: {
                    /** @description `bytes=0-99`: one range; several are answered with the whole file. */
                    Range?: string | null;
                };
                path: {
                    id: components["schemas"]["FileId"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The file. */
                200: {
                    headers: {
                        /** @description `bytes`. */
                        "Accept-Ranges"?: string;
                        /** @description Never changes. */
                        ETag?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/octet-stream": unknown;
                    };
                };
                /** @description The range. */
                206: {
                    headers: {
                        /** @description Which part, and of how much. */
                        "Content-Range"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/octet-stream": unknown;
                    };
                };
                /** @description The client has it. */
                304: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Not logged in. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Another agent's chat, or another person's upload. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No such file, or `media_not_ready`: it is being fetched. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `media_gone`: it was taken back, has expired, or could not be fetched. */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The range begins after the end of the file. */
                416: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `size` is not known. */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong here; the log says more. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `media_unavailable`: the place for files does not answer. */
                503: {
                    headers: {
                        /** @description Seconds to wait. */
                        "Retry-After"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `request_timeout`: it took longer than two minutes and was given up. */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/messages/send": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The older path of `POST /messages/send`. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A repeat with the same key sends nothing and answers with what became of the first. */
                    "Idempotency-Key"?: string | null;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "attachments": [
                     *         {
                     *           "type": "image",
                     *           "upload_id": "0198c0de-0000-7000-8000-000000000001",
                     *           "url": "https://shop.example/picture.jpg"
                     *         }
                     *       ],
                     *       "igsid": "1000000000000101",
                     *       "text": "Yes, it is in stock."
                     *     }
                     */
                    "application/json": components["schemas"]["DirectMessage"];
                };
            };
            responses: {
                /** @description Meta has taken it. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "chat_id": "0198c0de-0000-7000-8000-000000000001",
                         *       "delivery_status": "received",
                         *       "detail": "text",
                         *       "graph_message_id": "text",
                         *       "igsid": "1000000000000101",
                         *       "message_id": "0198c0de-0000-7000-8000-000000000001",
                         *       "messages": [
                         *         {
                         *           "attachments": [
                         *             {
                         *               "id": "text",
                         *               "mime": "image/jpeg",
                         *               "name": "Grace",
                         *               "preview_url": "https://shop.example/picture.jpg",
                         *               "size": 1,
                         *               "state": null,
                         *               "title": "text",
                         *               "type": "text",
                         *               "url": "https://shop.example/picture.jpg"
                         *             }
                         *           ],
                         *           "chat_id": "0198c0de-0000-7000-8000-000000000001",
                         *           "content": "Yes, it is in stock.",
                         *           "deleted_at": "2026-01-31T09:30:00Z",
                         *           "delivery_status": "received",
                         *           "direction": "text",
                         *           "edited_at": "2026-01-31T09:30:00Z",
                         *           "error": {
                         *             "code": "text",
                         *             "detail": "text",
                         *             "meta_code": 1,
                         *             "meta_message": "Yes, it is in stock.",
                         *             "meta_subcode": 1,
                         *             "remedy": "text",
                         *             "retryable": true
                         *           },
                         *           "group_id": "0198c0de-0000-7000-8000-000000000001",
                         *           "id": "0198c0de-0000-7000-8000-000000000001",
                         *           "message_type": "story_mention",
                         *           "meta_message_id": "aWdfZAG1faXRlbToxOk1lc3NhZ2VJRDox",
                         *           "platform": "INSTAGRAM",
                         *           "reactions": [
                         *             {
                         *               "at": null,
                         *               "emoji": "text",
                         *               "from": null,
                         *               "reaction": "text"
                         *             }
                         *           ],
                         *           "reply_to": {
                         *             "message_id": null,
                         *             "meta_message_id": null,
                         *             "story": null
                         *           },
                         *           "rich": {
                         *             "kind": null,
                         *             "replies": null
                         *           },
                         *           "sender": "agent",
                         *           "sent_by": "0198c0de-0000-7000-8000-000000000001",
                         *           "timestamp": "2026-01-31T09:30:00Z"
                         *         }
                         *       ],
                         *       "success": true,
                         *       "timestamp": "2026-01-31T09:30:00Z"
                         *     }
                         */
                        "application/json": components["schemas"]["DirectAnswer"];
                    };
                };
                /** @description `queued`: it could not be sent in time and waits in the outbox. `unknown`: Meta's answer was lost; it is never sent twice. */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "chat_id": "0198c0de-0000-7000-8000-000000000001",
                         *       "delivery_status": "received",
                         *       "detail": "text",
                         *       "graph_message_id": "text",
                         *       "igsid": "1000000000000101",
                         *       "message_id": "0198c0de-0000-7000-8000-000000000001",
                         *       "messages": [
                         *         {
                         *           "attachments": [
                         *             {
                         *               "id": "text",
                         *               "mime": "image/jpeg",
                         *               "name": "Grace",
                         *               "preview_url": "https://shop.example/picture.jpg",
                         *               "size": 1,
                         *               "state": null,
                         *               "title": "text",
                         *               "type": "text",
                         *               "url": "https://shop.example/picture.jpg"
                         *             }
                         *           ],
                         *           "chat_id": "0198c0de-0000-7000-8000-000000000001",
                         *           "content": "Yes, it is in stock.",
                         *           "deleted_at": "2026-01-31T09:30:00Z",
                         *           "delivery_status": "received",
                         *           "direction": "text",
                         *           "edited_at": "2026-01-31T09:30:00Z",
                         *           "error": {
                         *             "code": "text",
                         *             "detail": "text",
                         *             "meta_code": 1,
                         *             "meta_message": "Yes, it is in stock.",
                         *             "meta_subcode": 1,
                         *             "remedy": "text",
                         *             "retryable": true
                         *           },
                         *           "group_id": "0198c0de-0000-7000-8000-000000000001",
                         *           "id": "0198c0de-0000-7000-8000-000000000001",
                         *           "message_type": "story_mention",
                         *           "meta_message_id": "aWdfZAG1faXRlbToxOk1lc3NhZ2VJRDox",
                         *           "platform": "INSTAGRAM",
                         *           "reactions": [
                         *             {
                         *               "at": null,
                         *               "emoji": "text",
                         *               "from": null,
                         *               "reaction": "text"
                         *             }
                         *           ],
                         *           "reply_to": {
                         *             "message_id": null,
                         *             "meta_message_id": null,
                         *             "story": null
                         *           },
                         *           "rich": {
                         *             "kind": null,
                         *             "replies": null
                         *           },
                         *           "sender": "agent",
                         *           "sent_by": "0198c0de-0000-7000-8000-000000000001",
                         *           "timestamp": "2026-01-31T09:30:00Z"
                         *         }
                         *       ],
                         *       "success": true,
                         *       "timestamp": "2026-01-31T09:30:00Z"
                         *     }
                         */
                        "application/json": components["schemas"]["DirectAnswer"];
                    };
                };
                /** @description `no_account`: nothing is connected that could send it; or the body or the key cannot be read. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not logged in. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A customer whose chat you may not see, or `reply_window_closed`. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `account_inactive`, or `idempotency_mismatch`: the key was used with another body. */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is larger than this route takes. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Empty, beyond the platform's limits, or `account_required`. */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong here; the log says more. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not sent, with Meta's reason. */
                502: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The database is busy or out of reach. `Retry-After` says how long to wait. */
                503: {
                    headers: {
                        /** @description Seconds to wait. */
                        "Retry-After"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `request_timeout`: it took longer than two minutes and was given up. */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/meta/data-deletion": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Somebody wants their data erased. It is done at once in the background, and can be followed under the answer's address. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/x-www-form-urlencoded": components["schemas"]["SignedForm"];
                };
            };
            responses: {
                /** @description Accepted and durable. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "confirmation_code": "text",
                         *       "url": "https://shop.example/picture.jpg"
                         *     }
                         */
                        "application/json": components["schemas"]["DeletionAccepted"];
                    };
                };
                /** @description `bad_signed_request`: it cannot be read. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `Invalid signature`. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is larger than this route takes. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong here; the log says more. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The database is busy or out of reach. `Retry-After` says how long to wait. */
                503: {
                    headers: {
                        /** @description Seconds to wait. */
                        "Retry-After"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `request_timeout`: it took longer than two minutes and was given up. */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/meta/data-deletion/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What became of a request to erase: a page for people, JSON for programs. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description The confirmation code. */
                    code: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description How far it is; a page if the browser asks for HTML. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "chats": 1,
                         *       "comments": 1,
                         *       "finished_at": "2026-01-31T09:30:00Z",
                         *       "messages": 1,
                         *       "requested_at": "2026-01-31T09:30:00Z",
                         *       "status": "text"
                         *     }
                         */
                        "application/json": components["schemas"]["DeletionStatus"];
                    };
                };
                /** @description No such code. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong here; the log says more. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The database is busy or out of reach. `Retry-After` says how long to wait. */
                503: {
                    headers: {
                        /** @description Seconds to wait. */
                        "Retry-After"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `request_timeout`: it took longer than two minutes and was given up. */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/meta/deauthorize": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Somebody removed the app at Meta: the accounts that they connected need a new token. Receiving goes on as far as Meta sends. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/x-www-form-urlencoded": components["schemas"]["SignedForm"];
                };
            };
            responses: {
                /** @description Heard. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "success": true
                         *     }
                         */
                        "application/json": components["schemas"]["Heard"];
                    };
                };
                /** @description `bad_signed_request`: it cannot be read. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `Invalid signature`. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is larger than this route takes. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong here; the log says more. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The database is busy or out of reach. `Retry-After` says how long to wait. */
                503: {
                    headers: {
                        /** @description Seconds to wait. */
                        "Retry-After"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `request_timeout`: it took longer than two minutes and was given up. */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/mock/generate-chats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Makes customers write their first message. */
        post: {
            parameters: {
                query?: {
                    /** @description 1 to 100; 5 if missing. */
                    count?: number;
                    /** @description `instagram` (if missing) or `facebook`. */
                    platform?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The chats are there. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "chat_ids": [
                         *         "0198c0de-0000-7000-8000-000000000001"
                         *       ],
                         *       "count": 0,
                         *       "platform": "INSTAGRAM",
                         *       "success": true
                         *     }
                         */
                        "application/json": components["schemas"]["Generated"];
                    };
                };
                /** @description Not logged in. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not an admin. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not in mock mode. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A parameter is not valid, or `account_required`. */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong here; the log says more. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The simulator did not answer. */
                502: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The database is busy or out of reach. `Retry-After` says how long to wait. */
                503: {
                    headers: {
                        /** @description Seconds to wait. */
                        "Retry-After"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `not_applied_yet`: what the simulator sent has not arrived in time; it will be there when it does. */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/mock/simulate-message": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Makes the customer of a chat write. The fields come as a JSON body or as query parameters. */
        post: {
            parameters: {
                query?: {
                    /** @description Which chat. */
                    chat_id?: string;
                    /** @description What the customer writes. */
                    message?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: {
                content: {
                    /**
                     * @example {
                     *       "chat_id": "text",
                     *       "message": "Yes, it is in stock."
                     *     }
                     */
                    "application/json": components["schemas"]["Simulate"] | null;
                };
            };
            responses: {
                /** @description The message is there. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "message": {
                         *         "attachments": [
                         *           {
                         *             "id": "text",
                         *             "mime": "image/jpeg",
                         *             "name": "Grace",
                         *             "preview_url": "https://shop.example/picture.jpg",
                         *             "size": 1,
                         *             "state": "ready",
                         *             "title": "text",
                         *             "type": "text",
                         *             "url": "https://shop.example/picture.jpg"
                         *           }
                         *         ],
                         *         "chat_id": "0198c0de-0000-7000-8000-000000000001",
                         *         "content": "Yes, it is in stock.",
                         *         "deleted_at": "2026-01-31T09:30:00Z",
                         *         "delivery_status": "received",
                         *         "direction": "text",
                         *         "edited_at": "2026-01-31T09:30:00Z",
                         *         "error": {
                         *           "code": "text",
                         *           "detail": "text",
                         *           "meta_code": 1,
                         *           "meta_message": "Yes, it is in stock.",
                         *           "meta_subcode": 1,
                         *           "remedy": "text",
                         *           "retryable": true
                         *         },
                         *         "group_id": "0198c0de-0000-7000-8000-000000000001",
                         *         "id": "0198c0de-0000-7000-8000-000000000001",
                         *         "message_type": "story_mention",
                         *         "meta_message_id": "aWdfZAG1faXRlbToxOk1lc3NhZ2VJRDox",
                         *         "platform": "INSTAGRAM",
                         *         "reactions": [
                         *           {
                         *             "at": "2026-01-31T09:30:00Z",
                         *             "emoji": "text",
                         *             "from": "customer",
                         *             "reaction": "text"
                         *           }
                         *         ],
                         *         "reply_to": {
                         *           "message_id": null,
                         *           "meta_message_id": null,
                         *           "story": null
                         *         },
                         *         "rich": {
                         *           "kind": "quick_replies",
                         *           "replies": [
                         *             null
                         *           ]
                         *         },
                         *         "sender": "agent",
                         *         "sent_by": "0198c0de-0000-7000-8000-000000000001",
                         *         "timestamp": "2026-01-31T09:30:00Z"
                         *       },
                         *       "success": true
                         *     }
                         */
                        "application/json": components["schemas"]["Simulated"];
                    };
                };
                /** @description The body cannot be read. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not logged in. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Another agent's chat. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No such chat, or not in mock mode. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is larger than this route takes. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A field is missing or not valid. */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong here; the log says more. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The simulator did not answer. */
                502: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The database is busy or out of reach. `Retry-After` says how long to wait. */
                503: {
                    headers: {
                        /** @description Seconds to wait. */
                        "Retry-After"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `not_applied_yet`: what the simulator sent has not arrived in time; it will be there when it does. */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/oauth/choices/{choice}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The accounts that a login may connect. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description From the dashboard's address after a login. */
                    choice: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What there is to choose from. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "accounts": [
                         *         {
                         *           "connected": true,
                         *           "id": "text",
                         *           "name": "Grace",
                         *           "page_id": "17841400000000001",
                         *           "platform": "INSTAGRAM"
                         *         }
                         *       ],
                         *       "expires_at": "2026-01-31T09:30:00Z"
                         *     }
                         */
                        "application/json": components["schemas"]["Choice"];
                    };
                };
                /** @description Not logged in. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not an admin. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not this person's, or its ten minutes are over. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong here; the log says more. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The database is busy or out of reach. `Retry-After` says how long to wait. */
                503: {
                    headers: {
                        /** @description Seconds to wait. */
                        "Retry-After"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `request_timeout`: it took longer than two minutes and was given up. */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Connects the chosen accounts, each checked and subscribed as one whose token was pasted. May be repeated. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description The same key with another body is refused. */
                    "Idempotency-Key"?: string | null;
                };
                path: {
                    /** @description From the dashboard's address after a login. */
                    choice: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "accounts": [
                     *         "text"
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Chosen"];
                };
            };
            responses: {
                /** @description What became of each. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "connected": [
                         *         {
                         *           "id": "0198c0de-0000-7000-8000-000000000001",
                         *           "name": "Grace",
                         *           "page_id": "17841400000000001",
                         *           "platform": "INSTAGRAM"
                         *         }
                         *       ],
                         *       "failed": [
                         *         {
                         *           "page_id": "17841400000000001",
                         *           "platform": "INSTAGRAM",
                         *           "reason": "text"
                         *         }
                         *       ],
                         *       "success": true
                         *     }
                         */
                        "application/json": components["schemas"]["ChoiceMade"];
                    };
                };
                /** @description The body cannot be read. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not logged in. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not an admin. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not this person's, or its ten minutes are over. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The key was used for another body. */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is larger than this route takes. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description None, too many, or one that is not among them. */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong here; the log says more. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The database is busy or out of reach. `Retry-After` says how long to wait. */
                503: {
                    headers: {
                        /** @description Seconds to wait. */
                        "Retry-After"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `request_timeout`: it took longer than two minutes and was given up. */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/oauth/{platform}/callback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where Meta sends the browser back to. One account is connected at once; of several the admin chooses in the dashboard. */
        get: {
            parameters: {
                query?: {
                    /** @description Good for one exchange. */
                    code?: string;
                    /** @description What the login was begun with. */
                    state?: string;
                    /** @description Why there is no code. */
                    error?: string;
                };
                header?: never;
                path: {
                    /** @description `facebook` or `instagram`. */
                    platform: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description To the dashboard: `?connected=` with our id, `?choose=` with the choice's id, or `?login_error=` with a sentence. */
                302: {
                    headers: {
                        /** @description The dashboard. */
                        Location?: string;
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description `login_expired`: not begun here by this person, longer ago than ten minutes, or come back before. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not logged in. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not an admin. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Neither `facebook` nor `instagram`. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `login_not_configured`: the operator has to set something first. */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong here; the log says more. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The database is busy or out of reach. `Retry-After` says how long to wait. */
                503: {
                    headers: {
                        /** @description Seconds to wait. */
                        "Retry-After"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `request_timeout`: it took longer than two minutes and was given up. */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/oauth/{platform}/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Begins a login: sends the browser to Meta. It has to be back within ten minutes. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description `facebook` or `instagram`. */
                    platform: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description To Meta's login. */
                302: {
                    headers: {
                        /** @description Meta's login. */
                        Location?: string;
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Not logged in. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not an admin. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Neither `facebook` nor `instagram`. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `login_not_configured` or `public_url_required`: the operator has to set something first. */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong here; the log says more. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The database is busy or out of reach. `Retry-After` says how long to wait. */
                503: {
                    headers: {
                        /** @description Seconds to wait. */
                        "Retry-After"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `request_timeout`: it took longer than two minutes and was given up. */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/outbox": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What waits to leave, why, and since when. */
        get: {
            parameters: {
                query?: {
                    /** @description `open` (what waits, the default) or `failed`. */
                    state?: string;
                    /** @description Rows, at most 200. */
                    limit?: number;
                    /** @description Where the page before ended. */
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page of jobs, newest first. */
                200: {
                    headers: {
                        /** @description The next page, if there is one. */
                        Link?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example [
                         *       {
                         *         "account_id": "text",
                         *         "attempt": 1,
                         *         "created_at": "2026-01-31T09:30:00Z",
                         *         "id": "0198c0de-0000-7000-8000-000000000001",
                         *         "kind": "text",
                         *         "last_error": "text",
                         *         "run_at": "2026-01-31T09:30:00Z",
                         *         "state": "text",
                         *         "subject": "text",
                         *         "updated_at": "2026-01-31T09:30:00Z"
                         *       }
                         *     ]
                         */
                        "application/json": components["schemas"]["OutboxJob"][];
                    };
                };
                /** @description Not logged in. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not an admin. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A parameter is not valid. */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong here; the log says more. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The database is busy or out of reach. `Retry-After` says how long to wait. */
                503: {
                    headers: {
                        /** @description Seconds to wait. */
                        "Retry-After"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `request_timeout`: it took longer than two minutes and was given up. */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/outbox/{id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Tries a failed job again, at once. A message goes by the same rules as when its agent retries it. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A repeat with the same key starts nothing again. */
                    "Idempotency-Key"?: string | null;
                };
                path: {
                    id: components["schemas"]["JobId"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    /** @example {} */
                    "application/json": components["schemas"]["RetryJob"];
                };
            };
            responses: {
                /** @description The job, in line again. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "account_id": "text",
                         *       "attempt": 1,
                         *       "created_at": "2026-01-31T09:30:00Z",
                         *       "id": "0198c0de-0000-7000-8000-000000000001",
                         *       "kind": "text",
                         *       "last_error": "text",
                         *       "run_at": "2026-01-31T09:30:00Z",
                         *       "state": "text",
                         *       "subject": "text",
                         *       "updated_at": "2026-01-31T09:30:00Z"
                         *     }
                         */
                        "application/json": components["schemas"]["OutboxJob"];
                    };
                };
                /** @description The body or the key cannot be read. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not logged in. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not an admin, or `reply_window_closed`. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No such job. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `not_failed`, `confirmation_needed` or `idempotency_mismatch`. */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is larger than this route takes. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is not a JSON object. */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong here; the log says more. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The database is busy or out of reach. `Retry-After` says how long to wait. */
                503: {
                    headers: {
                        /** @description Seconds to wait. */
                        "Retry-After"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `request_timeout`: it took longer than two minutes and was given up. */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/push/key": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Our key, which a browser subscribes with. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The key. It stays the same. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "public_key": "text"
                         *     }
                         */
                        "application/json": components["schemas"]["PushKey"];
                    };
                };
                /** @description Not logged in. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong here; the log says more. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The database is busy or out of reach. `Retry-After` says how long to wait. */
                503: {
                    headers: {
                        /** @description Seconds to wait. */
                        "Retry-After"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `request_timeout`: it took longer than two minutes and was given up. */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/push/subscriptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Tells this browser of messages from now on. The same endpoint again changes what it is told of. It ends with the login. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "endpoint": "text",
                     *       "keys": {
                     *         "auth": "text",
                     *         "p256dh": "text"
                     *       },
                     *       "prefs": {
                     *         "only_mine": false,
                     *         "quiet_from": 0,
                     *         "quiet_to": 0,
                     *         "show_text": false,
                     *         "tz": ""
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["NewSubscription"];
                };
            };
            responses: {
                /** @description Kept. Of more than ten of a person the oldest is forgotten. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "success": true
                         *     }
                         */
                        "application/json": components["schemas"]["Done"];
                    };
                };
                /** @description The body cannot be read. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not logged in. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The session cookie came from another site's page (`cross_site_request`). */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is larger than this route takes. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A field is not valid. */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong here; the log says more. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The database is busy or out of reach. `Retry-After` says how long to wait. */
                503: {
                    headers: {
                        /** @description Seconds to wait. */
                        "Retry-After"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `request_timeout`: it took longer than two minutes and was given up. */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        /** Tells this browser of nothing more. */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "endpoint": "text"
                     *     }
                     */
                    "application/json": components["schemas"]["OldSubscription"];
                };
            };
            responses: {
                /** @description Forgotten, if it was known. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "success": true
                         *     }
                         */
                        "application/json": components["schemas"]["Done"];
                    };
                };
                /** @description The body cannot be read. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not logged in. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The session cookie came from another site's page (`cross_site_request`). */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is larger than this route takes. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A field is not valid. */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong here; the log says more. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The database is busy or out of reach. `Retry-After` says how long to wait. */
                503: {
                    headers: {
                        /** @description Seconds to wait. */
                        "Retry-After"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `request_timeout`: it took longer than two minutes and was given up. */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/reports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Volume by day and hour, first answers, resolutions, by person and platform. An agent's covers the chats they may see now,
         *     and of the people only themselves, with all they did.
         */
        get: {
            parameters: {
                query?: {
                    /** @description From this day of the zone, or this moment, on; 7 days before the end if it is left out. */
                    since?: string;
                    /** @description Up to this day, all of it, or this moment; now if it is left out. */
                    until?: string;
                    /** @description The zone whose days and hours are counted, by IANA's name; `UTC` if it is left out. */
                    tz?: string;
                    /** @description `instagram` or `facebook`; both if it is left out. */
                    platform?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The report. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "by_agent": [
                         *         {
                         *           "chats": 1,
                         *           "first_answers": 1,
                         *           "median_first_answer_seconds": 1,
                         *           "median_resolution_seconds": 1,
                         *           "resolved": 1,
                         *           "sent": 1,
                         *           "user": {
                         *             "id": null,
                         *             "name": "Grace"
                         *           }
                         *         }
                         *       ],
                         *       "by_hour": [
                         *         {
                         *           "hour": 0,
                         *           "inbound": 1,
                         *           "weekday": 0
                         *         }
                         *       ],
                         *       "by_platform": [
                         *         {
                         *           "chats": 1,
                         *           "first_answers": 1,
                         *           "inbound": 1,
                         *           "median_first_answer_seconds": 1,
                         *           "outbound": 1,
                         *           "platform": "INSTAGRAM"
                         *         }
                         *       ],
                         *       "first_answer": {
                         *         "count": 1,
                         *         "median_seconds": 1,
                         *         "p90_seconds": 1,
                         *         "waiting": 1
                         *       },
                         *       "resolution": {
                         *         "count": 1,
                         *         "median_seconds": 1,
                         *         "p90_seconds": 1
                         *       },
                         *       "since": "2026-01-31T09:30:00Z",
                         *       "until": "2026-01-31T09:30:00Z",
                         *       "volume": [
                         *         {
                         *           "at": "2026-01-31T09:30:00Z",
                         *           "inbound": 1,
                         *           "outbound": 1
                         *         }
                         *       ]
                         *     }
                         */
                        "application/json": components["schemas"]["Report"];
                    };
                };
                /** @description Not logged in. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A parameter is not valid, or more than 366 days. */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong here; the log says more. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The database is busy or out of reach. `Retry-After` says how long to wait. */
                503: {
                    headers: {
                        /** @description Seconds to wait. */
                        "Retry-After"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `request_timeout`: it took longer than two minutes and was given up. */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/templates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Templates, newest first. */
        get: {
            parameters: {
                query?: {
                    /** @description `instagram` or `facebook`, in any case. */
                    platform?: string;
                    /** @description This category. */
                    category?: string;
                    /** @description Rows, at most 200. */
                    limit?: number;
                    /** @description Where the page before ended. */
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page of templates. */
                200: {
                    headers: {
                        /** @description The next page, `rel="next"`, if there is one. */
                        Link?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example [
                         *       {
                         *         "category": "text",
                         *         "content": "Yes, it is in stock.",
                         *         "created_at": "2026-01-31T09:30:00Z",
                         *         "created_by": "0198c0de-0000-7000-8000-000000000001",
                         *         "id": "0198c0de-0000-7000-8000-000000000001",
                         *         "is_meta_approved": true,
                         *         "language": "text",
                         *         "meta_reason": "text",
                         *         "meta_submission_id": "text",
                         *         "meta_submission_status": "text",
                         *         "meta_template_id": "text",
                         *         "name": "Grace",
                         *         "platform": "INSTAGRAM",
                         *         "updated_at": "2026-01-31T09:30:00Z",
                         *         "variables": [
                         *           "text"
                         *         ]
                         *       }
                         *     ]
                         */
                        "application/json": components["schemas"]["Template"][];
                    };
                };
                /** @description Not logged in. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A parameter is not valid. */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong here; the log says more. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The database is busy or out of reach. `Retry-After` says how long to wait. */
                503: {
                    headers: {
                        /** @description Seconds to wait. */
                        "Retry-After"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `request_timeout`: it took longer than two minutes and was given up. */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Makes a template. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A repeat with the same key makes nothing and answers with the template. */
                    "Idempotency-Key"?: string | null;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "category": "text",
                     *       "content": "Yes, it is in stock.",
                     *       "language": "text",
                     *       "name": "Grace",
                     *       "platform": "INSTAGRAM"
                     *     }
                     */
                    "application/json": components["schemas"]["CreateTemplate"];
                };
            };
            responses: {
                /** @description Made. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "category": "text",
                         *       "content": "Yes, it is in stock.",
                         *       "created_at": "2026-01-31T09:30:00Z",
                         *       "created_by": "0198c0de-0000-7000-8000-000000000001",
                         *       "id": "0198c0de-0000-7000-8000-000000000001",
                         *       "is_meta_approved": true,
                         *       "language": "text",
                         *       "meta_reason": "text",
                         *       "meta_submission_id": "text",
                         *       "meta_submission_status": "text",
                         *       "meta_template_id": "text",
                         *       "name": "Grace",
                         *       "platform": "INSTAGRAM",
                         *       "updated_at": "2026-01-31T09:30:00Z",
                         *       "variables": [
                         *         "text"
                         *       ]
                         *     }
                         */
                        "application/json": components["schemas"]["Template"];
                    };
                };
                /** @description The body or the key cannot be read. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not logged in. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not an admin. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `idempotency_mismatch`: the key was used with another body. */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is larger than this route takes. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A field is missing or not valid. */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong here; the log says more. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The database is busy or out of reach. `Retry-After` says how long to wait. */
                503: {
                    headers: {
                        /** @description Seconds to wait. */
                        "Retry-After"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `request_timeout`: it took longer than two minutes and was given up. */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/templates/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Changes a template. */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["TemplateId"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "category": "text",
                     *       "content": "Yes, it is in stock.",
                     *       "language": "text",
                     *       "name": "Grace",
                     *       "platform": "INSTAGRAM"
                     *     }
                     */
                    "application/json": components["schemas"]["UpdateTemplate"];
                };
            };
            responses: {
                /** @description Changed. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "category": "text",
                         *       "content": "Yes, it is in stock.",
                         *       "created_at": "2026-01-31T09:30:00Z",
                         *       "created_by": "0198c0de-0000-7000-8000-000000000001",
                         *       "id": "0198c0de-0000-7000-8000-000000000001",
                         *       "is_meta_approved": true,
                         *       "language": "text",
                         *       "meta_reason": "text",
                         *       "meta_submission_id": "text",
                         *       "meta_submission_status": "text",
                         *       "meta_template_id": "text",
                         *       "name": "Grace",
                         *       "platform": "INSTAGRAM",
                         *       "updated_at": "2026-01-31T09:30:00Z",
                         *       "variables": [
                         *         "text"
                         *       ]
                         *     }
                         */
                        "application/json": components["schemas"]["Template"];
                    };
                };
                /** @description The body cannot be read. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not logged in. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not an admin. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No such template. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is larger than this route takes. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A field is not valid, or a template that Meta has was to change its platform. */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong here; the log says more. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The database is busy or out of reach. `Retry-After` says how long to wait. */
                503: {
                    headers: {
                        /** @description Seconds to wait. */
                        "Retry-After"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `request_timeout`: it took longer than two minutes and was given up. */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        /** Deletes a template here. What was sent from it stays, and so does what Meta has of it. */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["TemplateId"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Deleted. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "id": "0198c0de-0000-7000-8000-000000000001",
                         *       "success": true
                         *     }
                         */
                        "application/json": components["schemas"]["DeletedTemplate"];
                    };
                };
                /** @description Not logged in. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not an admin. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No such template. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong here; the log says more. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The database is busy or out of reach. `Retry-After` says how long to wait. */
                503: {
                    headers: {
                        /** @description Seconds to wait. */
                        "Retry-After"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `request_timeout`: it took longer than two minutes and was given up. */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/templates/{id}/meta-status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Asks Meta what it thinks of a template now. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["TemplateId"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The template with Meta's word for its state; null if it was never handed in. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "category": "text",
                         *       "content": "Yes, it is in stock.",
                         *       "created_at": "2026-01-31T09:30:00Z",
                         *       "created_by": "0198c0de-0000-7000-8000-000000000001",
                         *       "id": "0198c0de-0000-7000-8000-000000000001",
                         *       "is_meta_approved": true,
                         *       "language": "text",
                         *       "meta_reason": "text",
                         *       "meta_submission_id": "text",
                         *       "meta_submission_status": "text",
                         *       "meta_template_id": "text",
                         *       "name": "Grace",
                         *       "platform": "INSTAGRAM",
                         *       "updated_at": "2026-01-31T09:30:00Z",
                         *       "variables": [
                         *         "text"
                         *       ]
                         *     }
                         */
                        "application/json": components["schemas"]["Template"];
                    };
                };
                /** @description Not logged in. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not an admin. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No such template. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `not_supported_by_meta` for Instagram. */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong here; the log says more. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Meta did not say, with its reason. */
                502: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The database is busy or out of reach. `Retry-After` says how long to wait. */
                503: {
                    headers: {
                        /** @description Seconds to wait. */
                        "Retry-After"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `request_timeout`: it took longer than two minutes and was given up. */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/templates/{id}/send": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sends a template to a customer. It is durable in the outbox before the answer, as any message; what becomes of it
         *     follows as `message_updated`.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A repeat with the same key sends nothing and answers with the row as it stands. */
                    "Idempotency-Key"?: string | null;
                };
                path: {
                    id: components["schemas"]["TemplateId"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "chat_id": "0198c0de-0000-7000-8000-000000000001",
                     *       "variables": {}
                     *     }
                     */
                    "application/json": components["schemas"]["SendTemplate"];
                };
            };
            responses: {
                /** @description Stored and on its way. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "also": [
                         *         {
                         *           "attachments": [
                         *             {
                         *               "id": null,
                         *               "mime": null,
                         *               "name": null,
                         *               "preview_url": null,
                         *               "size": null,
                         *               "state": null,
                         *               "title": null,
                         *               "type": null,
                         *               "url": null
                         *             }
                         *           ],
                         *           "chat_id": "0198c0de-0000-7000-8000-000000000001",
                         *           "content": "Yes, it is in stock.",
                         *           "deleted_at": "2026-01-31T09:30:00Z",
                         *           "delivery_status": "received",
                         *           "direction": "text",
                         *           "edited_at": "2026-01-31T09:30:00Z",
                         *           "error": {
                         *             "code": null,
                         *             "detail": null,
                         *             "meta_code": null,
                         *             "meta_message": null,
                         *             "meta_subcode": null,
                         *             "remedy": null,
                         *             "retryable": null
                         *           },
                         *           "group_id": "0198c0de-0000-7000-8000-000000000001",
                         *           "id": "0198c0de-0000-7000-8000-000000000001",
                         *           "message_type": "story_mention",
                         *           "meta_message_id": "aWdfZAG1faXRlbToxOk1lc3NhZ2VJRDox",
                         *           "platform": "INSTAGRAM",
                         *           "reactions": [
                         *             {
                         *               "at": null,
                         *               "emoji": null,
                         *               "from": null,
                         *               "reaction": null
                         *             }
                         *           ],
                         *           "reply_to": {
                         *             "message_id": null,
                         *             "meta_message_id": null,
                         *             "story": null
                         *           },
                         *           "rich": null,
                         *           "sender": "agent",
                         *           "sent_by": "0198c0de-0000-7000-8000-000000000001",
                         *           "timestamp": "2026-01-31T09:30:00Z"
                         *         }
                         *       ],
                         *       "attachments": [
                         *         {
                         *           "id": "text",
                         *           "mime": "image/jpeg",
                         *           "name": "Grace",
                         *           "preview_url": "https://shop.example/picture.jpg",
                         *           "size": 1,
                         *           "state": "ready",
                         *           "title": "text",
                         *           "type": "text",
                         *           "url": "https://shop.example/picture.jpg"
                         *         }
                         *       ],
                         *       "chat_id": "0198c0de-0000-7000-8000-000000000001",
                         *       "content": "Yes, it is in stock.",
                         *       "deleted_at": "2026-01-31T09:30:00Z",
                         *       "delivery_status": "received",
                         *       "direction": "text",
                         *       "edited_at": "2026-01-31T09:30:00Z",
                         *       "error": {
                         *         "code": "text",
                         *         "detail": "text",
                         *         "meta_code": 1,
                         *         "meta_message": "Yes, it is in stock.",
                         *         "meta_subcode": 1,
                         *         "remedy": "text",
                         *         "retryable": true
                         *       },
                         *       "group_id": "0198c0de-0000-7000-8000-000000000001",
                         *       "id": "0198c0de-0000-7000-8000-000000000001",
                         *       "message_type": "story_mention",
                         *       "meta_message_id": "aWdfZAG1faXRlbToxOk1lc3NhZ2VJRDox",
                         *       "platform": "INSTAGRAM",
                         *       "reactions": [
                         *         {
                         *           "at": "2026-01-31T09:30:00Z",
                         *           "emoji": "text",
                         *           "from": "customer",
                         *           "reaction": "text"
                         *         }
                         *       ],
                         *       "reply_to": {
                         *         "message_id": null,
                         *         "meta_message_id": null,
                         *         "story": null
                         *       },
                         *       "rich": {
                         *         "kind": "quick_replies",
                         *         "replies": [
                         *           null
                         *         ]
                         *       },
                         *       "sender": "agent",
                         *       "sent_by": "0198c0de-0000-7000-8000-000000000001",
                         *       "timestamp": "2026-01-31T09:30:00Z"
                         *     }
                         */
                        "application/json": components["schemas"]["SentMessage"];
                    };
                };
                /** @description The body or the key cannot be read. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not logged in. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Another agent's chat, or `reply_window_closed`. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No such template or chat. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `account_inactive`, or `idempotency_mismatch`: the key was used with another body. */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is larger than this route takes. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A variable has no value, the text is too long with them, or the template is for the other platform. */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong here; the log says more. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The database is busy or out of reach. `Retry-After` says how long to wait. */
                503: {
                    headers: {
                        /** @description Seconds to wait. */
                        "Retry-After"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `request_timeout`: it took longer than two minutes and was given up. */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/templates/{id}/submit-to-meta": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Hands a template in to Meta, to be sent outside the window once it is approved. The same text is handed in once. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A repeat with the same key hands nothing in again. */
                    "Idempotency-Key"?: string | null;
                };
                path: {
                    id: components["schemas"]["TemplateId"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "examples": {},
                     *       "page_id": "17841400000000001"
                     *     }
                     */
                    "application/json": components["schemas"]["SubmitTemplate"];
                };
            };
            responses: {
                /** @description Meta has it; `meta_submission_status` is its word. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "category": "text",
                         *       "content": "Yes, it is in stock.",
                         *       "created_at": "2026-01-31T09:30:00Z",
                         *       "created_by": "0198c0de-0000-7000-8000-000000000001",
                         *       "id": "0198c0de-0000-7000-8000-000000000001",
                         *       "is_meta_approved": true,
                         *       "language": "text",
                         *       "meta_reason": "text",
                         *       "meta_submission_id": "text",
                         *       "meta_submission_status": "text",
                         *       "meta_template_id": "text",
                         *       "name": "Grace",
                         *       "platform": "INSTAGRAM",
                         *       "updated_at": "2026-01-31T09:30:00Z",
                         *       "variables": [
                         *         "text"
                         *       ]
                         *     }
                         */
                        "application/json": components["schemas"]["Template"];
                    };
                };
                /** @description Meta's answer was lost: the state is `UNKNOWN` until it is found out. */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "category": "text",
                         *       "content": "Yes, it is in stock.",
                         *       "created_at": "2026-01-31T09:30:00Z",
                         *       "created_by": "0198c0de-0000-7000-8000-000000000001",
                         *       "id": "0198c0de-0000-7000-8000-000000000001",
                         *       "is_meta_approved": true,
                         *       "language": "text",
                         *       "meta_reason": "text",
                         *       "meta_submission_id": "text",
                         *       "meta_submission_status": "text",
                         *       "meta_template_id": "text",
                         *       "name": "Grace",
                         *       "platform": "INSTAGRAM",
                         *       "updated_at": "2026-01-31T09:30:00Z",
                         *       "variables": [
                         *         "text"
                         *       ]
                         *     }
                         */
                        "application/json": components["schemas"]["Template"];
                    };
                };
                /** @description The body or the key cannot be read. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not logged in. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not an admin. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No such template. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `idempotency_mismatch`: the key was used with another body. */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is larger than this route takes. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `not_supported_by_meta` for Instagram, what Meta would refuse for certain, or `account_required`. */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong here; the log says more. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Meta did not take it, with its reason. */
                502: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The database is busy or out of reach. `Retry-After` says how long to wait. */
                503: {
                    headers: {
                        /** @description Seconds to wait. */
                        "Retry-After"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `request_timeout`: it took longer than two minutes and was given up. */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/uploads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Takes a file that is to be sent. What a platform takes is checked when it is sent; an upload that is not sent is kept for
         *     a day.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A repeat with the same key and file answers with the first upload. */
                    "Idempotency-Key"?: string | null;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "multipart/form-data": components["schemas"]["UploadForm"];
                };
            };
            responses: {
                /** @description Kept. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "mime": "image/jpeg",
                         *       "name": "Grace",
                         *       "preview_url": "https://shop.example/picture.jpg",
                         *       "size": 1,
                         *       "type": "image",
                         *       "upload_id": "0198c0de-0000-7000-8000-000000000001",
                         *       "url": "https://shop.example/picture.jpg"
                         *     }
                         */
                        "application/json": components["schemas"]["Upload"];
                    };
                };
                /** @description The form or the key cannot be read. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not logged in. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The session cookie came from another site's page (`cross_site_request`). */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `idempotency_mismatch`: the key was used with another file. */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `file_too_large`: no platform takes more than 25 MB. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no file in the form, or nothing in the file. */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `too_many_uploads`: one person keeps at most 500. */
                429: {
                    headers: {
                        /** @description Seconds to wait. */
                        "Retry-After"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong here; the log says more. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `busy` or `media_unavailable`: try again in a moment. */
                503: {
                    headers: {
                        /** @description Seconds to wait. */
                        "Retry-After"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `request_timeout`: it took longer than two minutes and was given up. */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `storage_full`: there is no room for files. */
                507: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Everybody who works here, by name. */
        get: {
            parameters: {
                query?: {
                    /** @description `admin` or `agent`. */
                    role?: string;
                    /** @description Rows, at most 200. */
                    limit?: number;
                    /** @description Where the page before ended. */
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page of people. */
                200: {
                    headers: {
                        /** @description The next page, if there is one. */
                        Link?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example [
                         *       {
                         *         "created_at": "2026-01-31T09:30:00Z",
                         *         "email": "grace@example.com",
                         *         "id": "0198c0de-0000-7000-8000-000000000001",
                         *         "is_active": true,
                         *         "name": "Grace",
                         *         "role": "admin"
                         *       }
                         *     ]
                         */
                        "application/json": components["schemas"]["User"][];
                    };
                };
                /** @description Not logged in. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not an admin. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A parameter is not valid. */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong here; the log says more. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The database is busy or out of reach. `Retry-After` says how long to wait. */
                503: {
                    headers: {
                        /** @description Seconds to wait. */
                        "Retry-After"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `request_timeout`: it took longer than two minutes and was given up. */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Adds a person. Without a password the answer carries a one-time password to pass on. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A repeat with the same key adds nobody and answers with the person as they are. */
                    "Idempotency-Key"?: string | null;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "email": "grace@example.com",
                     *       "name": "Grace",
                     *       "password": "seven green lamps",
                     *       "role": "admin"
                     *     }
                     */
                    "application/json": components["schemas"]["NewPerson"];
                };
            };
            responses: {
                /** @description The person. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "created_at": "2026-01-31T09:30:00Z",
                         *       "email": "grace@example.com",
                         *       "id": "0198c0de-0000-7000-8000-000000000001",
                         *       "is_active": true,
                         *       "name": "Grace",
                         *       "one_time_password": "k7qm-2vtx-9fbd-hn4s",
                         *       "one_time_password_until": "2026-01-31T09:30:00Z",
                         *       "role": "admin"
                         *     }
                         */
                        "application/json": components["schemas"]["Invited"];
                    };
                };
                /** @description `Email already registered`, or the body or the key cannot be read. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not logged in. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not an admin. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `idempotency_mismatch`: the key was used with another body. */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is larger than this route takes. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Name, address or password is not valid. */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong here; the log says more. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The database is busy or out of reach. `Retry-After` says how long to wait. */
                503: {
                    headers: {
                        /** @description Seconds to wait. */
                        "Retry-After"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `request_timeout`: it took longer than two minutes and was given up. */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/agents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The people of role agent, by name; those who were deactivated too, because chats still name them. */
        get: {
            parameters: {
                query?: {
                    /** @description Rows, at most 200. */
                    limit?: number;
                    /** @description Where the page before ended. */
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page of agents. */
                200: {
                    headers: {
                        /** @description The next page, if there is one. */
                        Link?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example [
                         *       {
                         *         "created_at": "2026-01-31T09:30:00Z",
                         *         "email": "grace@example.com",
                         *         "id": "0198c0de-0000-7000-8000-000000000001",
                         *         "is_active": true,
                         *         "name": "Grace",
                         *         "role": "admin"
                         *       }
                         *     ]
                         */
                        "application/json": components["schemas"]["User"][];
                    };
                };
                /** @description Not logged in. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A parameter is not valid. */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong here; the log says more. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The database is busy or out of reach. `Retry-After` says how long to wait. */
                503: {
                    headers: {
                        /** @description Seconds to wait. */
                        "Retry-After"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `request_timeout`: it took longer than two minutes and was given up. */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Changes a person. Whoever changes role or is deactivated is logged out at once and everywhere. The chats of somebody
         *     who is deactivated stay theirs until they are given to somebody else.
         */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["UserId"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "email": "grace@example.com",
                     *       "is_active": true,
                     *       "name": "Grace",
                     *       "role": "admin"
                     *     }
                     */
                    "application/json": components["schemas"]["PersonChange"];
                };
            };
            responses: {
                /** @description The person as they are now. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "created_at": "2026-01-31T09:30:00Z",
                         *       "email": "grace@example.com",
                         *       "id": "0198c0de-0000-7000-8000-000000000001",
                         *       "is_active": true,
                         *       "name": "Grace",
                         *       "role": "admin"
                         *     }
                         */
                        "application/json": components["schemas"]["User"];
                    };
                };
                /** @description `Email already registered`, or the body cannot be read. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not logged in. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not an admin. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No such person. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `last_admin`: nobody would be left to manage the others. */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is larger than this route takes. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A field is not valid. */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong here; the log says more. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The database is busy or out of reach. `Retry-After` says how long to wait. */
                503: {
                    headers: {
                        /** @description Seconds to wait. */
                        "Retry-After"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `request_timeout`: it took longer than two minutes and was given up. */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/users/{id}/reset-password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Gives a person a one-time password and logs them out everywhere. It opens one login within a day, at which they choose
         *     a password of their own.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A repeat with the same key changes nothing, and cannot show the password again. */
                    "Idempotency-Key"?: string | null;
                };
                path: {
                    id: components["schemas"]["UserId"];
                };
                cookie?: never;
            };
            /** @description Nothing, or an empty object. */
            requestBody?: {
                content: {
                    /** @example {} */
                    "application/json": Record<string, unknown> | null;
                };
            };
            responses: {
                /** @description The person, with the one-time password to pass on. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "created_at": "2026-01-31T09:30:00Z",
                         *       "email": "grace@example.com",
                         *       "id": "0198c0de-0000-7000-8000-000000000001",
                         *       "is_active": true,
                         *       "name": "Grace",
                         *       "one_time_password": "k7qm-2vtx-9fbd-hn4s",
                         *       "one_time_password_until": "2026-01-31T09:30:00Z",
                         *       "role": "admin"
                         *     }
                         */
                        "application/json": components["schemas"]["Invited"];
                    };
                };
                /** @description The body or the key cannot be read. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not logged in. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not an admin. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No such person. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `idempotency_mismatch`: the key was used with another body. */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is larger than this route takes. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is no JSON object. */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong here; the log says more. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The database is busy or out of reach. `Retry-After` says how long to wait. */
                503: {
                    headers: {
                        /** @description Seconds to wait. */
                        "Retry-After"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `request_timeout`: it took longer than two minutes and was given up. */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks/facebook": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Meta's verification of the callback address (platform notes §1.1). */
        get: {
            parameters: {
                query?: {
                    /** @description `subscribe`. */
                    "hub.mode"?: string;
                    /** @description One of the configured verify tokens. */
                    "hub.verify_token"?: string;
                    /** @description Comes back byte for byte. */
                    "hub.challenge"?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The challenge. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/plain": string;
                    };
                };
                /** @description Unknown verify token. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** A delivery. Answered with 200 only after its raw body is durable; what it says is understood later. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description `sha256=` and the HMAC of the raw body. */
                    "X-Hub-Signature-256"?: string | null;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example [
                     *       0
                     *     ]
                     */
                    "application/json": number[];
                };
            };
            responses: {
                /** @description Kept. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "status": "text"
                         *     }
                         */
                        "application/json": components["schemas"]["Received"];
                    };
                };
                /** @description The body could not be read. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `Invalid signature`. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body did not come in time. */
                408: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Larger than any delivery of Meta's. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description It could not be made durable; send it again. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks/instagram": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Meta's verification of the callback address (platform notes §1.1). */
        get: {
            parameters: {
                query?: {
                    /** @description `subscribe`. */
                    "hub.mode"?: string;
                    /** @description One of the configured verify tokens. */
                    "hub.verify_token"?: string;
                    /** @description Comes back byte for byte. */
                    "hub.challenge"?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The challenge. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/plain": string;
                    };
                };
                /** @description Unknown verify token. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** A delivery. Answered with 200 only after its raw body is durable; what it says is understood later. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description `sha256=` and the HMAC of the raw body. */
                    "X-Hub-Signature-256"?: string | null;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example [
                     *       0
                     *     ]
                     */
                    "application/json": number[];
                };
            };
            responses: {
                /** @description Kept. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "status": "text"
                         *     }
                         */
                        "application/json": components["schemas"]["Received"];
                    };
                };
                /** @description The body could not be read. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `Invalid signature`. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body did not come in time. */
                408: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Larger than any delivery of Meta's. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description It could not be made durable; send it again. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/docs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The API as a page. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page for people. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/html": string;
                    };
                };
                /** @description The document could not be made. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/docs/docs.css": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The style of the pages. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A style sheet. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/css": string;
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/docs/errors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every stable code of an error, with what it means and what helps. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page for people; each code has an anchor of its name. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/html": string;
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The process runs. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Alive. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "status": "text"
                         *     }
                         */
                        "application/json": components["schemas"]["Alive"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/messages/send": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sends a message to a customer who is named by Meta's id, and waits for Meta's answer. It goes through the outbox as
         *     any other message and is in the customer's chat, which is made if there is none.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A repeat with the same key sends nothing and answers with what became of the first. */
                    "Idempotency-Key"?: string | null;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "attachments": [
                     *         {
                     *           "type": "image",
                     *           "upload_id": "0198c0de-0000-7000-8000-000000000001",
                     *           "url": "https://shop.example/picture.jpg"
                     *         }
                     *       ],
                     *       "igsid": "1000000000000101",
                     *       "text": "Yes, it is in stock."
                     *     }
                     */
                    "application/json": components["schemas"]["DirectMessage"];
                };
            };
            responses: {
                /** @description Meta has taken it. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "chat_id": "0198c0de-0000-7000-8000-000000000001",
                         *       "delivery_status": "received",
                         *       "detail": "text",
                         *       "graph_message_id": "text",
                         *       "igsid": "1000000000000101",
                         *       "message_id": "0198c0de-0000-7000-8000-000000000001",
                         *       "messages": [
                         *         {
                         *           "attachments": [
                         *             {
                         *               "id": "text",
                         *               "mime": "image/jpeg",
                         *               "name": "Grace",
                         *               "preview_url": "https://shop.example/picture.jpg",
                         *               "size": 1,
                         *               "state": null,
                         *               "title": "text",
                         *               "type": "text",
                         *               "url": "https://shop.example/picture.jpg"
                         *             }
                         *           ],
                         *           "chat_id": "0198c0de-0000-7000-8000-000000000001",
                         *           "content": "Yes, it is in stock.",
                         *           "deleted_at": "2026-01-31T09:30:00Z",
                         *           "delivery_status": "received",
                         *           "direction": "text",
                         *           "edited_at": "2026-01-31T09:30:00Z",
                         *           "error": {
                         *             "code": "text",
                         *             "detail": "text",
                         *             "meta_code": 1,
                         *             "meta_message": "Yes, it is in stock.",
                         *             "meta_subcode": 1,
                         *             "remedy": "text",
                         *             "retryable": true
                         *           },
                         *           "group_id": "0198c0de-0000-7000-8000-000000000001",
                         *           "id": "0198c0de-0000-7000-8000-000000000001",
                         *           "message_type": "story_mention",
                         *           "meta_message_id": "aWdfZAG1faXRlbToxOk1lc3NhZ2VJRDox",
                         *           "platform": "INSTAGRAM",
                         *           "reactions": [
                         *             {
                         *               "at": null,
                         *               "emoji": "text",
                         *               "from": null,
                         *               "reaction": "text"
                         *             }
                         *           ],
                         *           "reply_to": {
                         *             "message_id": null,
                         *             "meta_message_id": null,
                         *             "story": null
                         *           },
                         *           "rich": {
                         *             "kind": null,
                         *             "replies": null
                         *           },
                         *           "sender": "agent",
                         *           "sent_by": "0198c0de-0000-7000-8000-000000000001",
                         *           "timestamp": "2026-01-31T09:30:00Z"
                         *         }
                         *       ],
                         *       "success": true,
                         *       "timestamp": "2026-01-31T09:30:00Z"
                         *     }
                         */
                        "application/json": components["schemas"]["DirectAnswer"];
                    };
                };
                /** @description `queued`: it could not be sent in time and waits in the outbox. `unknown`: Meta's answer was lost; it is never sent twice. */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "chat_id": "0198c0de-0000-7000-8000-000000000001",
                         *       "delivery_status": "received",
                         *       "detail": "text",
                         *       "graph_message_id": "text",
                         *       "igsid": "1000000000000101",
                         *       "message_id": "0198c0de-0000-7000-8000-000000000001",
                         *       "messages": [
                         *         {
                         *           "attachments": [
                         *             {
                         *               "id": "text",
                         *               "mime": "image/jpeg",
                         *               "name": "Grace",
                         *               "preview_url": "https://shop.example/picture.jpg",
                         *               "size": 1,
                         *               "state": null,
                         *               "title": "text",
                         *               "type": "text",
                         *               "url": "https://shop.example/picture.jpg"
                         *             }
                         *           ],
                         *           "chat_id": "0198c0de-0000-7000-8000-000000000001",
                         *           "content": "Yes, it is in stock.",
                         *           "deleted_at": "2026-01-31T09:30:00Z",
                         *           "delivery_status": "received",
                         *           "direction": "text",
                         *           "edited_at": "2026-01-31T09:30:00Z",
                         *           "error": {
                         *             "code": "text",
                         *             "detail": "text",
                         *             "meta_code": 1,
                         *             "meta_message": "Yes, it is in stock.",
                         *             "meta_subcode": 1,
                         *             "remedy": "text",
                         *             "retryable": true
                         *           },
                         *           "group_id": "0198c0de-0000-7000-8000-000000000001",
                         *           "id": "0198c0de-0000-7000-8000-000000000001",
                         *           "message_type": "story_mention",
                         *           "meta_message_id": "aWdfZAG1faXRlbToxOk1lc3NhZ2VJRDox",
                         *           "platform": "INSTAGRAM",
                         *           "reactions": [
                         *             {
                         *               "at": null,
                         *               "emoji": "text",
                         *               "from": null,
                         *               "reaction": "text"
                         *             }
                         *           ],
                         *           "reply_to": {
                         *             "message_id": null,
                         *             "meta_message_id": null,
                         *             "story": null
                         *           },
                         *           "rich": {
                         *             "kind": null,
                         *             "replies": null
                         *           },
                         *           "sender": "agent",
                         *           "sent_by": "0198c0de-0000-7000-8000-000000000001",
                         *           "timestamp": "2026-01-31T09:30:00Z"
                         *         }
                         *       ],
                         *       "success": true,
                         *       "timestamp": "2026-01-31T09:30:00Z"
                         *     }
                         */
                        "application/json": components["schemas"]["DirectAnswer"];
                    };
                };
                /** @description `no_account`: nothing is connected that could send it; or the body or the key cannot be read. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not logged in. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A customer whose chat you may not see, or `reply_window_closed`. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `account_inactive`, or `idempotency_mismatch`: the key was used with another body. */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is larger than this route takes. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Empty, beyond the platform's limits, or `account_required`. */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong here; the log says more. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not sent, with Meta's reason. */
                502: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The database is busy or out of reach. `Retry-After` says how long to wait. */
                503: {
                    headers: {
                        /** @description Seconds to wait. */
                        "Retry-After"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `request_timeout`: it took longer than two minutes and was given up. */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How it is doing, for Prometheus. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Counters and gauges in Prometheus' text form. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/plain": string;
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The document for programs. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OpenAPI 3.1. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /** @example null */
                        "application/json": unknown;
                    };
                };
                /** @description The document could not be made. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Everything that requests need is there. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Ready. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "intake": true,
                         *       "simulator": true,
                         *       "status": "text",
                         *       "store": true,
                         *       "warnings": [
                         *         "text"
                         *       ]
                         *     }
                         */
                        "application/json": components["schemas"]["Ready"];
                    };
                };
                /** @description Not ready; the body says which part. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Ready"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhook": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Meta's verification of the callback address (platform notes §1.1). */
        get: {
            parameters: {
                query?: {
                    /** @description `subscribe`. */
                    "hub.mode"?: string;
                    /** @description One of the configured verify tokens. */
                    "hub.verify_token"?: string;
                    /** @description Comes back byte for byte. */
                    "hub.challenge"?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The challenge. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/plain": string;
                    };
                };
                /** @description Unknown verify token. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** A delivery. Answered with 200 only after its raw body is durable; what it says is understood later. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description `sha256=` and the HMAC of the raw body. */
                    "X-Hub-Signature-256"?: string | null;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example [
                     *       0
                     *     ]
                     */
                    "application/json": number[];
                };
            };
            responses: {
                /** @description Kept. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "status": "text"
                         *     }
                         */
                        "application/json": components["schemas"]["Received"];
                    };
                };
                /** @description The body could not be read. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `Invalid signature`. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body did not come in time. */
                408: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Larger than any delivery of Meta's. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description It could not be made durable; send it again. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * Format: uuid
         * @description Our id of a connected account.
         */
        AccountId: string;
        /**
         * @description What became of a comment, as the wire says it; a function of its facts.
         * @enum {string}
         */
        Action: "created" | "updated" | "deleted";
        /**
         * @description Where a conversion happened (`action_source`, §7).
         * @enum {string}
         */
        ActionSource: "email" | "website" | "app" | "phone_call" | "chat" | "physical_store" | "system_generated" | "business_messaging" | "other";
        /** @description One person's part. */
        AgentRow: {
            /**
             * Format: int64
             * @description Chats they wrote in.
             */
            chats: number;
            /**
             * Format: int64
             * @description First answers they gave.
             */
            first_answers: number;
            /**
             * Format: int64
             * @description Half of these took at most so long.
             */
            median_first_answer_seconds: number | null;
            /**
             * Format: int64
             * @description Half of these took at most so long.
             */
            median_resolution_seconds: number | null;
            /**
             * Format: int64
             * @description Chats they said are done.
             */
            resolved: number;
            /**
             * Format: int64
             * @description Messages they sent.
             */
            sent: number;
            user: components["schemas"]["Worker"] | null;
        };
        /** @description The process runs. */
        Alive: {
            /** @description Always `ok`. */
            status: string;
        };
        /** @description How long first answers took. */
        Answers: {
            /**
             * Format: int64
             * @description How many there were.
             */
            count: number;
            /**
             * Format: int64
             * @description Half of them took at most so long.
             */
            median_seconds: number | null;
            /**
             * Format: int64
             * @description Nine of ten took at most so long.
             */
            p90_seconds: number | null;
            /**
             * Format: int64
             * @description Customers who were waiting at the end of the period.
             */
            waiting: number;
        };
        /** @description Who is to have a chat. */
        Assign: {
            agent_id: components["schemas"]["UserId"] | null;
        };
        /** @description A chat was assigned. */
        AssignedChat: {
            /** @description The chat as it is now. */
            chat: components["schemas"]["Chat"];
            /** @description Always true. */
            success: boolean;
        };
        /**
         * @description Whether somebody has a chat.
         * @enum {string}
         */
        AssignmentStatus: "assigned" | "unassigned";
        /** @description A file or a shared thing. */
        Attachment: {
            /** @description Stable within the message. */
            id: string;
            /** @description Media type. */
            mime: string | null;
            /** @description File name. */
            name: string | null;
            /** @description A smaller picture of it. */
            preview_url: string | null;
            /**
             * Format: int64
             * @description Bytes.
             */
            size: number | null;
            /** @description Whether it can be shown. */
            state: components["schemas"]["AttachmentState"];
            /** @description Caption or title. */
            title: string | null;
            /** @description `image`, `video`, `audio`, `file`, `share`, `story_mention`, `ephemeral`, `template`, `location` or `unknown`. */
            type: string;
            /** @description Where it is: a path of this server once it is copied, else an address elsewhere. */
            url: string | null;
        };
        /**
         * @description Whether the media of an attachment can be shown.
         * @enum {string}
         */
        AttachmentState: "ready" | "fetching" | "expired" | "withheld" | "failed";
        /** @description Something that a person did, for admins. */
        AuditEntry: {
            /** @description On which account. */
            account_id: string | null;
            /** @description What: `comment.hide`, `comment.unhide` or `comment.delete`. */
            action: string;
            /** @description When. */
            at: components["schemas"]["Timestamp"];
            /** @description How, and what came of it. */
            detail: Record<string, unknown>;
            /** @description Our id; later ones are greater. */
            id: string;
            /** @description To what. */
            subject: string;
            /** @description Who. */
            user_id: components["schemas"]["UserId"];
            /** @description Their name as it is now. */
            user_name: string;
        };
        /** @description A button. */
        Button: {
            /** @description What stands on it, at most 20 characters. */
            title: string;
            /** @enum {string} */
            type: "web_url";
            /** @description The page. */
            url: string;
        } | {
            /** @description What comes back, at most 1,000 characters. */
            payload: string;
            /** @description What stands on it, at most 20 characters. */
            title: string;
            /** @enum {string} */
            type: "postback";
        };
        /** @description A card. */
        Card: {
            /** @description At most three. */
            buttons?: components["schemas"]["Button"][];
            /** @description A picture that Meta can fetch. */
            image_url?: string | null;
            /** @description At most 80 characters. */
            subtitle?: string | null;
            /** @description At most 80 characters. */
            title: string;
            /** @description What opens when the card is pressed. */
            url?: string | null;
        };
        /** @description One part of a figure. */
        Cell: {
            /** @description Which part: dimension to value, like `country` to `DE`. Values are in lower case, as Meta's spelling varies. */
            by: {
                [key: string]: string;
            };
            /**
             * Format: double
             * @description The figure.
             */
            value: number;
        };
        /** @description What may be changed of a Page; what is missing stays. */
        ChangePage: {
            /** @description Whether messages may be sent for it. Receiving goes on either way. */
            is_active?: boolean | null;
            /** @description Its name here. */
            page_name?: string | null;
        };
        /** @description One customer's thread with one account. */
        Chat: {
            assigned_agent: components["schemas"]["User"] | null;
            assigned_to: components["schemas"]["UserId"] | null;
            /** @description Earliest event of the thread. */
            created_at: components["schemas"]["Timestamp"];
            /** @description Meta's id of the business's account, on both platforms. */
            facebook_page_id: components["schemas"]["ExternalId"];
            /** @description Another app on the account has this conversation; Meta may refuse an answer from here. */
            held_by_another_app: boolean;
            /** @description Our id. */
            id: components["schemas"]["ChatId"];
            /** @description The customer's scoped id, on both platforms. */
            instagram_user_id: components["schemas"]["CustomerId"];
            /** @description Labels, sorted. */
            labels: string[];
            last_incoming_at: components["schemas"]["Timestamp"] | null;
            /** @description The newest line, `""` if none. */
            last_message: string;
            last_outgoing_at: components["schemas"]["Timestamp"] | null;
            /** @description `INSTAGRAM` or `FACEBOOK`. */
            platform: string;
            /** @description Our copy of the picture: a path of this server. */
            profile_pic_url: string | null;
            /** @description How long an answer is allowed. */
            reply_window: components["schemas"]["ReplyWindow"];
            snoozed_until: components["schemas"]["Timestamp"] | null;
            /** @description How far the work has come. */
            state: components["schemas"]["ChatState"];
            /** @description Whether somebody has it. */
            status: components["schemas"]["AssignmentStatus"];
            /**
             * Format: int64
             * @description Inbound messages that nobody here has read.
             */
            unread_count: number;
            /** @description Time of the newest message. */
            updated_at: components["schemas"]["Timestamp"];
            /** @description Handle or name; the scoped id while the profile is not known. */
            username: string;
        };
        /** @description What to change of a chat. What is left out stays as it is. */
        ChatChange: {
            /** @description All labels that it is to have: at most 20, each of at most 40 characters. Two that differ in case only are one. */
            labels?: string[] | null;
            snoozed_until?: components["schemas"]["Timestamp"] | null;
            state?: components["schemas"]["ChatState"] | null;
        };
        /**
         * Format: uuid
         * @description Our id of a chat.
         */
        ChatId: string;
        /**
         * @description How far the work on a chat has come.
         * @enum {string}
         */
        ChatState: "open" | "snoozed" | "resolved";
        /** @description A chat with its newest messages, ascending. */
        ChatWithMessages: components["schemas"]["Chat"] & {
            /** @description Ascending by time. */
            messages: components["schemas"]["Message"][];
        };
        /** @description One thing that was looked at. */
        Check: {
            /** @description What was found. */
            detail: string;
            /** @description `token`, `expiry`, `permissions`, `subscription`, `deliveries`, `history`, `policy` or `sending`. */
            name: string;
            /** @description Whether it is well; null where that cannot be told. */
            ok: boolean | null;
            /** @description What to do, if anything. */
            remedy: string | null;
        };
        /** @description The accounts that a login may connect. */
        Choice: {
            /** @description What there is. */
            accounts: components["schemas"]["Choosable"][];
            /** @description Until when one may choose. */
            expires_at: components["schemas"]["Timestamp"];
        };
        /** @description What became of a choice. */
        ChoiceMade: {
            /** @description Those that are. */
            connected: components["schemas"]["Connected"][];
            /** @description Those that are not. */
            failed: components["schemas"]["NotConnected"][];
            /** @description Whether all of them are connected. */
            success: boolean;
        };
        /** @description One of the accounts to choose from. */
        Choosable: {
            /** @description Whether it is connected already; choosing it gives it the new token. */
            connected: boolean;
            /** @description Meta's id. */
            id: string;
            /** @description Its handle or name. */
            name: string | null;
            /** @description The Page behind it, or itself. */
            page_id: string | null;
            /** @description `INSTAGRAM` or `FACEBOOK`. */
            platform: string;
        };
        /** @description Which of them. */
        Chosen: {
            /** @description Meta's ids, at most 20. */
            accounts: string[];
        };
        /** @description One comment. */
        Comment: {
            /** @description Our id of the account that it was written to. */
            account_id: components["schemas"]["AccountId"];
            /** @description What became of it. */
            action: components["schemas"]["Action"];
            /** @description Photos in it. */
            attachments: components["schemas"]["CommentAttachment"][];
            /** @description `attachments` as text. */
            attachments_json: string;
            /** @description Who wrote it: on Instagram the same id as in messages. */
            author_id: string | null;
            /** @description Handle or name. */
            author_username: string | null;
            /** @description When it was written. */
            created_at: components["schemas"]["Timestamp"];
            /** @description Whether the business hides it. */
            hidden: boolean;
            /** @description Meta's id. */
            id: string;
            /** @description Meta's id of the post; of a boosted one the original. */
            media_id: string | null;
            /** @description Meta's id of our account, if the text names it with `@`. */
            mentioned_user_id: string | null;
            /** @description Whether the business wrote it. */
            own: boolean;
            /** @description The comment that it answers. */
            parent_id: string | null;
            /** @description `INSTAGRAM` or `FACEBOOK`. */
            platform: string;
            private_reply_at: components["schemas"]["Timestamp"] | null;
            /** @description The words, kept after a removal; `""` if none. */
            text: string;
            /**
             * Format: int64
             * @description When it was written, Unix seconds.
             */
            ts: number;
            /** @description When it last changed. */
            updated_at: components["schemas"]["Timestamp"];
        };
        /** @description A photo in a comment. */
        CommentAttachment: {
            /** @description `image`. */
            type: string;
            /** @description Where it is; expires. */
            url: string;
        };
        /** @description The post of a comment, as far as it has been fetched. */
        CommentPost: {
            /** @description Its words. */
            caption: string | null;
            /** @description Meta's id. */
            id: string | null;
            /** @description `IMAGE`, `VIDEO`, `CAROUSEL_ALBUM`, … */
            media_type: string | null;
            /** @description Where the media lie; expires and is fetched again. */
            media_url: string | null;
            /** @description Its own address. */
            permalink: string | null;
            /** @description The account's picture. */
            profile_pic: string | null;
            timestamp: components["schemas"]["Timestamp"] | null;
            /** @description The account's handle, or the Page's name. */
            username: string | null;
        };
        /** @description An answer below a comment. */
        CommentReply: {
            /** @description What became of it. */
            action: components["schemas"]["Action"];
            /** @description Photos in it. */
            attachments: components["schemas"]["CommentAttachment"][];
            /** @description Who wrote it. */
            author_id: string | null;
            /** @description Whether the business hides it. */
            hidden: boolean;
            /** @description Meta's id. */
            id: string;
            /** @description Whether the business wrote it. */
            own: boolean;
            /** @description The comment that it answers. */
            parent_id: string | null;
            /** @description The words. */
            text: string;
            /** @description When it was written. */
            timestamp: components["schemas"]["Timestamp"];
            /** @description Handle or name of its author. */
            username: string | null;
        };
        /** @description An account to connect. */
        Connect: {
            /**
             * @description A token that may speak for it: of its Page, of a person who manages the Page, or of Instagram Login. It is sealed,
             *     and never shown again.
             */
            access_token: string;
            /** @description The Instagram account's id; its Page's and its app-scoped id are found as well. */
            page_id: string;
            /** @description Its handle; found out or made up if missing. */
            username?: string | null;
        };
        /** @description A Page to connect. */
        ConnectPage: {
            /** @description A token that may speak for it: its own, or of a person who manages it. It is sealed, and never shown again. */
            access_token: string;
            /** @description The Page's id. */
            page_id: string;
            /** @description Its name; found out if missing. */
            page_name?: string | null;
        };
        /** @description An account that was connected. */
        Connected: {
            /** @description Our id. */
            id: components["schemas"]["AccountId"];
            /** @description Its handle or name. */
            name: string;
            /** @description Meta's id. */
            page_id: components["schemas"]["ExternalId"];
            /** @description `INSTAGRAM` or `FACEBOOK`. */
            platform: string;
        };
        /** @description Why an event failed or is in doubt, as stored and on the wire. */
        ConversionFailure: {
            /** @description Stable word. */
            code: string;
            /** @description What happened, one sentence. */
            detail: string;
            /** @description What to do. */
            remedy: string;
            /** @description Whether a retry by hand makes sense as it is. */
            retryable: boolean;
        };
        /**
         * Format: uuid
         * @description Our id of a conversion.
         */
        ConversionId: string;
        /**
         * @description What the wire shows of an event's way (contract §1).
         * @enum {string}
         */
        ConversionStatus: "queued" | "success" | "failed" | "unknown";
        /** @description What the events of one day and name come to. */
        ConversionTotal: {
            /** @description Their currency, if they have one. */
            currency: string | null;
            /** @description The day of the events in UTC, `YYYY-MM-DD`. */
            day: string;
            /** @description Their name. */
            event_name: string;
            /**
             * Format: int64
             * @description How many there are.
             */
            events: number;
            /**
             * Format: int64
             * @description How many failed.
             */
            failed: number;
            /**
             * Format: int64
             * @description How many of them Meta took.
             */
            success: number;
            /**
             * Format: int64
             * @description How many are in doubt.
             */
            unknown: number;
            /**
             * Format: double
             * @description What those that Meta took were worth.
             */
            value: number | null;
        };
        /** @description A template to make. */
        CreateTemplate: {
            /** @description A word to sort by; `general` if it is left out. */
            category?: string | null;
            /** @description The text, with variables like `{username}`. */
            content: string;
            /** @description Its language, as Meta writes it; `en_US` if it is left out. */
            language?: string | null;
            /** @description What people call it. */
            name: string;
            /** @description `INSTAGRAM` or `FACEBOOK`. */
            platform: string;
        };
        /** @description Meta's id of the customer, scoped to the account; opaque. */
        CustomerId: string;
        /** @description Messages of a day. */
        DayVolume: {
            /** @description The beginning of the day in the asked zone. */
            at: components["schemas"]["Timestamp"];
            /**
             * Format: int64
             * @description What customers wrote.
             */
            inbound: number;
            /**
             * Format: int64
             * @description What was answered.
             */
            outbound: number;
        };
        /** @description A comment was deleted. */
        DeletedComment: {
            /** @description Which. */
            comment_id: string;
            /** @description Always true. */
            success: boolean;
        };
        /** @description A template is gone. */
        DeletedTemplate: {
            /** @description Which. */
            id: components["schemas"]["TemplateId"];
            /** @description Always true. */
            success: boolean;
        };
        /** @description Where a person can see what became of the request. */
        DeletionAccepted: {
            /** @description The code. */
            confirmation_code: string;
            /** @description The page. */
            url: string;
        };
        /** @description What became of a request. */
        DeletionStatus: {
            /**
             * Format: int64
             * @description Chats that lost their person.
             */
            chats: number;
            /**
             * Format: int64
             * @description Comments and mentions that were deleted.
             */
            comments: number;
            finished_at: components["schemas"]["Timestamp"] | null;
            /**
             * Format: int64
             * @description Messages that were emptied.
             */
            messages: number;
            /** @description When Meta asked for it. */
            requested_at: components["schemas"]["Timestamp"];
            /** @description `requested` or `done`. */
            status: string;
        };
        /** @description A delivery with its body. */
        DeliveryDetail: components["schemas"]["DeliverySummary"] & {
            /** @description The raw body; bytes that are no UTF-8 are shown as U+FFFD. */
            body: string;
        };
        /**
         * Format: uuid
         * @description Our id of a delivery.
         */
        DeliveryId: string;
        /** @description What became of one element. */
        DeliveryItem: {
            /** @description The account it was for: Meta's id. */
            account_id: string | null;
            /** @description The chat it ended in. */
            chat_id: string | null;
            /**
             * Format: int64
             * @description Position in the delivery.
             */
            index: number;
            /** @description The field or key that names the kind. */
            kind: string;
            /** @description The message it ended in. */
            message_id: string | null;
            /** @description `applied`, `duplicate`, `parked`, `quarantined`, `unsupported`, `deferred` or `test`. */
            outcome: string;
            /** @description `INSTAGRAM` or `FACEBOOK`. */
            platform: string | null;
            /** @description Why, where that is not plain. */
            reason: string | null;
        };
        /**
         * @description What the wire shows of a message's way (contract §1).
         * @enum {string}
         */
        DeliveryStatus: "received" | "queued" | "sending" | "sent" | "delivered" | "read" | "failed" | "unknown";
        /** @description A delivery, for the operator's list. */
        DeliverySummary: {
            applied_at: components["schemas"]["Timestamp"] | null;
            /**
             * Format: uuid
             * @description Our id.
             */
            id: string;
            /** @description What became of each element. */
            items: components["schemas"]["DeliveryItem"][];
            /** @description Why it was quarantined. */
            reason: string | null;
            /** @description When it came first. */
            received_at: components["schemas"]["Timestamp"];
            /**
             * Format: int64
             * @description How often the same bytes came again.
             */
            repeats: number;
            /** @description Whether a signature was checked. */
            signed: boolean;
            /**
             * Format: int64
             * @description Bytes.
             */
            size: number;
            /** @description `new`, `done` or `quarantined`. */
            state: string;
        };
        /** @description A ready-made person of mock mode. */
        DemoUser: {
            email: string;
            name: string;
            password: string;
            role: components["schemas"]["Role"];
        };
        /** @description What became of it. */
        DirectAnswer: {
            /** @description The chat that it stands in. */
            chat_id: components["schemas"]["ChatId"];
            /** @description `sent`, `delivered` or `read`; with 202 `queued` or `unknown`. */
            delivery_status: components["schemas"]["DeliveryStatus"];
            /** @description What 202 means in this case, in one sentence. */
            detail: string | null;
            /** @description Meta's id, once it is known. */
            graph_message_id: string | null;
            /** @description The customer. */
            igsid: string;
            /** @description Our id. */
            message_id: components["schemas"]["MessageId"];
            /** @description Every part as it stands. */
            messages: components["schemas"]["Message"][];
            /** @description Whether Meta has taken it. False with 202: that is not known, or not yet so. */
            success: boolean;
            /** @description Its time: Meta's, once that is known. */
            timestamp: components["schemas"]["Timestamp"];
        };
        /** @description A message to somebody who is named by Meta's id. */
        DirectMessage: {
            /**
             * @description Files; each becomes a message of its own after the text. One object is as good as a list of one, and so is Meta's
             *     form `{type, payload: {url}}`.
             */
            attachments?: components["schemas"]["NewAttachment"][];
            /** @description Meta's id of the customer. */
            igsid: string;
            /** @description The text. It or a file must be there. */
            text?: string | null;
        };
        /** @description An account was disconnected. */
        Disconnected: {
            /** @description In words. */
            message: string;
            /** @description Always true. */
            success: boolean;
        };
        /** @description Something was done. */
        Done: {
            /** @description Always true. */
            success: boolean;
        };
        /** @description An event to be sent to Meta. */
        Draft: {
            action_source?: components["schemas"]["ActionSource"] | null;
            chat_id?: components["schemas"]["ChatId"] | null;
            /** @description ISO 4217, three letters. */
            currency?: string | null;
            /** @description What it was about, by Meta's keys. */
            custom_data?: Record<string, unknown> | null;
            /** @description `["LDU"]` asks for limited data use, `[]` says that none is asked for. */
            data_processing_options?: string[] | null;
            /**
             * Format: int64
             * @description The country that this is asked for; 0 lets Meta find out.
             */
            data_processing_options_country?: number | null;
            /**
             * Format: int64
             * @description The state that this is asked for; 0 lets Meta find out.
             */
            data_processing_options_state?: number | null;
            /** @description What tells a repeat; one is made if it is left out. */
            event_id?: string | null;
            /** @description `Purchase`, `Lead`, … or one of your own. */
            event_name: string;
            /** @description The page where it happened; required for `website`. */
            event_source_url?: string | null;
            /**
             * Format: int64
             * @description When it happened: Unix seconds, or RFC 3339. At most 7 days ago, 62 from a shop.
             */
            event_time: number;
            /** @description Meta must not use it to choose whom ads are shown to. */
            opt_out?: boolean | null;
            /** @description The pixel or dataset, if it is not that of `PIXEL_ID`. */
            pixel_id?: string | null;
            /** @description The page that led there. */
            referrer_url?: string | null;
            /** @description Shows it in Meta's test view. Meta counts it all the same. */
            test_event_code?: string | null;
            /**
             * @description Who it was, by Meta's keys: `em`, `ph`, `fn`, `ln`, `db`, `ge`, `ct`, `st`, `zp`, `country`, `external_id` (hashed
             *     here before anything is stored), `client_ip_address`, `client_user_agent`, `fbc`, `fbp`, … (sent as they are).
             */
            user_data?: Record<string, unknown> | null;
            /**
             * Format: double
             * @description What it was worth; needs a currency.
             */
            value?: number | null;
        };
        /** @description One entry of the list. What its `kind` says lies in the field of that name. */
        Entry: {
            /** @description When. */
            at: components["schemas"]["Timestamp"];
            /** @enum {string} */
            kind: "message";
            /** @description The message as in the thread. */
            message: components["schemas"]["Message"];
        } | {
            /** @description When. */
            at: components["schemas"]["Timestamp"];
            /** @enum {string} */
            kind: "referral";
            /** @description Where they came from. */
            referral: components["schemas"]["Referral"];
        } | {
            /** @description When it was written. */
            at: components["schemas"]["Timestamp"];
            /** @description The comment. */
            comment: components["schemas"]["Comment"];
            /** @enum {string} */
            kind: "comment";
        } | {
            /** @description When it came. */
            at: components["schemas"]["Timestamp"];
            /** @enum {string} */
            kind: "mention";
            /** @description The mention. */
            mention: components["schemas"]["Mention"];
        } | {
            /** @description When it happened. */
            at: components["schemas"]["Timestamp"];
            /** @description The event. */
            conversion: components["schemas"]["MarketingEvent"];
            /** @enum {string} */
            kind: "conversion";
        } | {
            /** @description When. */
            at: components["schemas"]["Timestamp"];
            /** @enum {string} */
            kind: "note";
            /** @description The note. */
            note: components["schemas"]["Note"];
        };
        /** @description Meta's id of the account; opaque. */
        ExternalId: string;
        /** @description A connected Facebook Page. The token is never shown. */
        FacebookPage: {
            /** @description When it was connected. */
            connected_at: components["schemas"]["Timestamp"];
            /** @description Our id. */
            id: components["schemas"]["AccountId"];
            /** @description Whether messages may be sent for it. Receiving goes on either way. */
            is_active: boolean;
            last_webhook_at: components["schemas"]["Timestamp"] | null;
            /** @description Meta's id of the Page; the routes of Pages take this one. */
            page_id: components["schemas"]["ExternalId"];
            /** @description Its name. */
            page_name: string;
            /** @description Health: `active`, `expiring`, `reconnect` or `paused`. */
            status: string;
            /** @description Why, if not active. */
            status_reason: string | null;
            token_expires_at: components["schemas"]["Timestamp"] | null;
        };
        /** @description One field that is wrong. */
        FieldError: {
            /** @description What is wrong with it. */
            message: string;
            /** @description Where, as a JSON pointer; `""` is the body as a whole. */
            pointer: string;
        };
        /**
         * Format: uuid
         * @description Our id of a file.
         */
        FileId: string;
        /** @description The first admin. */
        FirstAdmin: {
            /** @description Address to log in with, in any case. */
            email: string;
            /** @description Display name, 1 to 100 characters. */
            name: string;
            /** @description Their password. */
            password: string;
            /** @description From the set-up link that the server printed when it started. */
            token: string;
        };
        /** @description Chats were made. */
        Generated: {
            /** @description Which. */
            chat_ids: components["schemas"]["ChatId"][];
            /** @description How many. */
            count: number;
            /** @description Where. */
            platform: string;
            /** @description Always true. */
            success: boolean;
        };
        /**
         * Format: uuid
         * @description Shared by the messages that were posted together.
         */
        GroupId: string;
        /** @description How an account is. */
        Health: {
            /** @description Our id. */
            account_id: components["schemas"]["AccountId"];
            /** @description When this was looked at. */
            checked_at: components["schemas"]["Timestamp"];
            /** @description What was looked at, in words. */
            checks: components["schemas"]["Check"][];
            data_access_expires_at: components["schemas"]["Timestamp"] | null;
            last_webhook_at: components["schemas"]["Timestamp"] | null;
            /** @description `INSTAGRAM` or `FACEBOOK`. */
            platform: string;
            /** @description `active`, `expiring`, `reconnect` or `paused`. */
            status: string;
            /** @description Why, if not active. */
            status_reason: string | null;
            token_expires_at: components["schemas"]["Timestamp"] | null;
        };
        /** @description It was heard. */
        Heard: {
            /** @description Always true. */
            success: boolean;
        };
        /** @description Whether a comment is to be hidden. */
        HideComment: {
            /** @description Meta's id of the comment. */
            comment_id: string;
            /** @description `true` hides it from everybody but its author, `false` shows it again. */
            hide: boolean;
        };
        /** @description How reading an account's conversations back stands. */
        History: {
            /** @description Our id of the account. */
            account_id: components["schemas"]["AccountId"];
            current: components["schemas"]["Walk"] | null;
            finished_at: components["schemas"]["Timestamp"] | null;
            last: components["schemas"]["Walk"] | null;
            /** @description What can be read at all, in words. */
            limits: string;
            /**
             * Format: int64
             * @description Messages that are lost for good, in all: `GET …/history/lost` names them.
             */
            lost: number;
            next_at: components["schemas"]["Timestamp"] | null;
            /** @description What stands in the way. */
            problem: string | null;
            /**
             * Format: int64
             * @description Messages that did not come by themselves and were added, in all.
             */
            recovered: number;
            /** @description `running`, `waiting` (something stands in the way) or `idle`. */
            state: string;
        };
        /** @description One point of a plot. */
        HistoryPoint: {
            /** @description When it was so. */
            at: components["schemas"]["Timestamp"];
            /** @description Of which metric. */
            metric: string;
            /**
             * Format: double
             * @description The figure.
             */
            value: number;
        };
        /** @description What customers write at an hour of the week. */
        HourVolume: {
            /**
             * Format: int32
             * @description 0 to 23.
             */
            hour: number;
            /**
             * Format: int64
             * @description Messages in the whole period.
             */
            inbound: number;
            /**
             * Format: int32
             * @description 1 is Monday, 7 is Sunday.
             */
            weekday: number;
        };
        /** @description What Meta says about an account, a post or a story. */
        Insight: {
            /** @description In parts, where Meta gives those. */
            breakdowns: {
                [key: string]: components["schemas"]["Cell"][];
            };
            /** @description It was stored before this request, and Meta was not asked. */
            cached: boolean;
            /** @description A story that has ended: these are its last figures. */
            ended: boolean;
            /** @description Meta's id of what it is about. */
            entity_id: string;
            /** @description When Meta said it. */
            fetched_at: components["schemas"]["Timestamp"];
            /** @description Our id of the stored answer. */
            id: components["schemas"]["InsightId"];
            /** @description Name to figure. `null`: Meta has none (`unavailable` says why), or gives it in parts only (`breakdowns`). */
            metrics: {
                [key: string]: number | null;
            };
            /** @description `metrics` as text. */
            metrics_json: string;
            /** @description `day` or `lifetime`. */
            period: string;
            /** @description What to ask for in place of a metric that Meta took away or calls otherwise here. */
            replacements: {
                [key: string]: string;
            };
            /** @description `account`, `media` or `story`. */
            scope: string;
            /** @description Day by day, where Meta gives that. */
            series: {
                [key: string]: components["schemas"]["Point"][];
            };
            since: components["schemas"]["Timestamp"] | null;
            /** @description Name to reason, one plain sentence. */
            unavailable: {
                [key: string]: string;
            };
            until: components["schemas"]["Timestamp"] | null;
        };
        /**
         * Format: uuid
         * @description Our id of a stored answer about figures.
         */
        InsightId: string;
        /** @description A connected Instagram account. The token is never shown. */
        InstagramAccount: {
            /** @description When it was connected. */
            connected_at: components["schemas"]["Timestamp"];
            /** @description The Facebook Page behind it, if known. */
            facebook_page_id: string | null;
            /** @description Our id. */
            id: components["schemas"]["AccountId"];
            last_webhook_at: components["schemas"]["Timestamp"] | null;
            /** @description The Instagram professional account id, as webhooks carry it. */
            page_id: components["schemas"]["ExternalId"];
            /** @description Health: `active`, `expiring`, `reconnect` or `paused`. */
            status: string;
            /** @description Why, if not active. */
            status_reason: string | null;
            token_expires_at: components["schemas"]["Timestamp"] | null;
            /** @description Handle. */
            username: string;
        };
        /** @description A person, with the password that was made for them. */
        Invited: components["schemas"]["User"] & {
            /**
             * @description Opens one login, at which a password is to be chosen. Shown this once: only its hash is stored. Null if the admin
             *     chose a password, and when a request is repeated with its `Idempotency-Key`.
             * @example k7qm-2vtx-9fbd-hn4s
             */
            one_time_password: string | null;
            one_time_password_until: components["schemas"]["Timestamp"] | null;
        };
        /**
         * Format: uuid
         * @description Our id of a job.
         */
        JobId: string;
        /** @description The keys of a browser. */
        Keys: {
            /** @description 16 bytes, base64url. */
            auth: string;
            /** @description A point of P-256, uncompressed, base64url. */
            p256dh: string;
        };
        /** @description A post or story that is known here, with what Meta last said about it. */
        KnownPost: {
            /** @description Its words. */
            caption: string | null;
            fetched_at: components["schemas"]["Timestamp"] | null;
            /** @description Meta's id. */
            id: string;
            /** @description `IMAGE`, `VIDEO` or `CAROUSEL_ALBUM`. */
            media_type: string | null;
            /** @description Where the picture lies; expires and is fetched again. */
            media_url: string | null;
            /** @description Name to figure, as they were asked for last; null while nobody has asked. */
            metrics: {
                [key: string]: number | null;
            } | null;
            /** @description Its own address. */
            permalink: string | null;
            /** @description `FEED`, `REELS`, `STORY` or `AD`. */
            product_type: string | null;
            /** @description When it was posted. */
            timestamp: components["schemas"]["Timestamp"];
        };
        /** @description A comment of the list, with its answers and its post. */
        ListedComment: {
            /** @description Our id of the account that it was written to. */
            account_id: components["schemas"]["AccountId"];
            /** @description What became of it. */
            action: components["schemas"]["Action"];
            /** @description Photos in it. */
            attachments: components["schemas"]["CommentAttachment"][];
            /** @description Who wrote it. */
            author_id: string | null;
            /** @description Whether it may get a private reply now, as far as we know. */
            can_reply_privately: boolean;
            /** @description Whether the business hides it. */
            hidden: boolean;
            /** @description Meta's id. */
            id: string;
            /** @description Meta's id of the post. */
            media_id: string | null;
            /** @description Whether the business wrote it. */
            own: boolean;
            /** @description Its post. */
            post: components["schemas"]["CommentPost"];
            private_reply_at: components["schemas"]["Timestamp"] | null;
            /** @description The author's picture, where we have a chat with them. */
            profile_pic: string | null;
            /** @description Answers, oldest first; the newest hundred. */
            replies: components["schemas"]["CommentReply"][];
            /** @description The words. */
            text: string;
            /** @description When it was written. */
            timestamp: components["schemas"]["Timestamp"];
            /** @description Handle or name of its author. */
            username: string | null;
        };
        /** @description A successful login. */
        LoggedIn: {
            /** @description Opaque; goes into the `Authorization` header. */
            access_token: string;
            /** @description The password was a one-time password and is used up: choose one before this login ends. */
            password_change_required: boolean;
            /** @description Always `bearer`. */
            token_type: string;
            /** @description Who it is. */
            user: components["schemas"]["User"];
        };
        /** @description A login. */
        Login: {
            /** @description Address, in any case. */
            email?: string | null;
            /** @description The same under its older name. */
            identifier?: string | null;
            /** @description Password. */
            password: string;
        };
        /** @description One of the person's logins. */
        LoginInfo: {
            /** @description When it began. */
            created_at: components["schemas"]["Timestamp"];
            /** @description Whether it is the one that asks. */
            current: boolean;
            /** @description When it ends by itself. */
            expires_at: components["schemas"]["Timestamp"];
            /** @description Our id. */
            id: components["schemas"]["SessionId"];
            /** @description The program that logged in, in its own words. */
            user_agent: string | null;
        };
        /** @description A call whose answer was lost: 202, and never repeated by itself. */
        LostAnswer: {
            /** @description The comment that it was about. */
            comment_id: string | null;
            /** @description What that means, one sentence. */
            detail: string;
            /** @description The post that it was about. */
            media_id: string | null;
            /** @description Always `unknown`. */
            status: string;
            /** @description Always false: whether Meta has taken it is not known. */
            success: boolean;
            /** @description The words. */
            text: string | null;
        };
        /** @description A message that did not come by itself. */
        LostMessage: {
            /** @description Meta's id of the customer. */
            customer_id: string | null;
            /** @description When that was found out. */
            found_at: components["schemas"]["Timestamp"];
            /** @description Meta's id of the message. */
            meta_message_id: string;
            timestamp: components["schemas"]["Timestamp"] | null;
        };
        /** @description A chat was read. */
        MarkedRead: {
            /** @description Which chat. */
            chat_id: components["schemas"]["ChatId"];
            /** @description Always true. */
            success: boolean;
        };
        /** @description A conversion as clients see it (contract §1). */
        MarketingEvent: {
            /** @description Where it happened. */
            action_source: components["schemas"]["ActionSource"];
            /**
             * Format: int64
             * @description Calls to Meta that it was in.
             */
            attempts: number;
            chat_id: components["schemas"]["ChatId"] | null;
            /** @description When it was written. */
            created_at: components["schemas"]["Timestamp"];
            /** @description ISO 4217, upper case. */
            currency: string | null;
            error: components["schemas"]["ConversionFailure"] | null;
            /** @description Its name: `Purchase`, `Lead`, or one of your own. */
            event_name: string;
            /** @description What tells a repeat: yours, or one that was made for it. */
            external_event_id: string;
            /** @description Our id. */
            id: components["schemas"]["ConversionId"];
            /** @description What Meta gets, as JSON text: user data hashed. Without user data where it came of a chat that you may not see. */
            payload_json: string;
            /** @description The pixel or dataset; null while the dataset of a chat's account has not been asked for yet. */
            pixel_id: string | null;
            /** @description Meta's last answer, as JSON text. */
            response_json: string | null;
            /** @description How far it has come. */
            status: components["schemas"]["ConversionStatus"];
            /**
             * Format: int64
             * @description When it happened, Unix seconds.
             */
            ts: number;
            /** @description When it last changed. */
            updated_at: components["schemas"]["Timestamp"];
            /**
             * Format: double
             * @description What it was worth.
             */
            value: number | null;
        };
        /** @description Who is logged in. */
        Me: components["schemas"]["User"] & {
            /** @description A one-time password opened this login: it is used up, so a new one has to be chosen before the login ends. */
            password_change_required: boolean;
        };
        /** @description One mention, as far as it has been fetched. */
        Mention: {
            /** @description Our id of the account that was mentioned. */
            account_id: components["schemas"]["AccountId"];
            /** @description The post's caption. */
            caption: string | null;
            /** @description Meta's id of the comment; null for a caption. */
            comment_id: string | null;
            /** @description Stable within the account: what was mentioned where. */
            id: string;
            /** @description Meta's id of the post. */
            media_id: string | null;
            /** @description `IMAGE`, `VIDEO`, … */
            media_type: string | null;
            /** @description Where the media lie; expires. */
            media_url: string | null;
            /** @description The post's own address. */
            permalink: string | null;
            /** @description The words of the comment. */
            text: string | null;
            /** @description When it was written, else when it came. */
            timestamp: components["schemas"]["Timestamp"];
            /** @description Who mentioned. */
            username: string | null;
        };
        /** @description The list of mentions. */
        MentionsAnswer: {
            /** @description Newest first. */
            data: components["schemas"]["Mention"][];
            /** @description What the list cannot hold, in a sentence: accounts connected through Instagram Login get no mention events. */
            note: string | null;
            /** @description Always true. */
            success: boolean;
        };
        /** @description One message: one row is one Meta message. */
        Message: {
            /** @description Files and shared things. */
            attachments: components["schemas"]["Attachment"][];
            /** @description Its chat. */
            chat_id: components["schemas"]["ChatId"];
            /** @description The text, `""` if none. */
            content: string;
            deleted_at: components["schemas"]["Timestamp"] | null;
            /** @description How far it has come. */
            delivery_status: components["schemas"]["DeliveryStatus"];
            /** @description `inbound` or `outbound`. */
            direction: string;
            edited_at: components["schemas"]["Timestamp"] | null;
            error: components["schemas"]["SendFailure"] | null;
            group_id: components["schemas"]["GroupId"] | null;
            /** @description Our id. */
            id: components["schemas"]["MessageId"];
            /** @description What kind of bubble it is. */
            message_type: components["schemas"]["MessageType"];
            meta_message_id: components["schemas"]["Mid"] | null;
            /** @description `INSTAGRAM` or `FACEBOOK`. */
            platform: string;
            /** @description Reactions on it. */
            reactions: components["schemas"]["Reaction"][];
            reply_to: components["schemas"]["ReplyTo"] | null;
            rich: components["schemas"]["Rich"] | null;
            /** @description Who wrote it. */
            sender: components["schemas"]["Sender"];
            sent_by: components["schemas"]["UserId"] | null;
            /** @description Meta's time. */
            timestamp: components["schemas"]["Timestamp"];
        };
        /**
         * Format: uuid
         * @description Our id of a message.
         */
        MessageId: string;
        /**
         * @description What kind of bubble it is; the first that applies (contract §1).
         * @enum {string}
         */
        MessageType: "story_mention" | "story_reply" | "postback" | "unsupported" | "share" | "image" | "video" | "audio" | "file" | "text";
        /** @description Meta's id of a message; opaque. */
        Mid: string;
        /** @description What is to be different about oneself; what is left out stays. */
        MyChange: {
            /** @description The password, when the address changes. */
            current_password?: string | null;
            /** @description Address to log in with; changing it takes the password. */
            email?: string | null;
            /** @description Display name. */
            name?: string | null;
        };
        /** @description A file to send. */
        NewAttachment: {
            /** @description What it is. */
            type: components["schemas"]["SendKind"];
            upload_id?: components["schemas"]["FileId"] | null;
            /** @description Where Meta can fetch it. */
            url?: string | null;
        };
        /** @description A comment to write. */
        NewComment: {
            account_id?: components["schemas"]["AccountId"] | null;
            /** @description Meta's id of the post. */
            media_id: string;
            /** @description The words. */
            message: string;
        };
        /** @description A message to send. */
        NewMessage: {
            /** @description Files; each becomes a message of its own after the text. */
            attachments?: components["schemas"]["NewAttachment"][];
            /** @description Buttons under the text. */
            buttons?: components["schemas"]["Button"][] | null;
            /** @description Cards side by side, in the place of a text. */
            cards?: components["schemas"]["Card"][] | null;
            /** @description The text. */
            content?: string;
            /** @description Answers to choose from, shown under the text. */
            quick_replies?: components["schemas"]["QuickReply"][] | null;
            reply_to?: components["schemas"]["MessageId"] | null;
        };
        /** @description A note. */
        NewNote: {
            /** @description What it says, at most 5,000 characters. */
            text: string;
        };
        /** @description A new password. */
        NewPassword: {
            /** @description The password so far. Not needed in a login that a one-time password opened. */
            current_password?: string | null;
            /** @description The one to come. */
            new_password: string;
        };
        /** @description Somebody new. */
        NewPerson: {
            /**
             * @description Address to log in with, in any case.
             * @example grace@example.com
             */
            email: string;
            /**
             * @description Display name, 1 to 100 characters.
             * @example Grace
             */
            name: string;
            /** @description Their password. Without one the answer carries a one-time password. */
            password?: string | null;
            role?: components["schemas"]["Role"] | null;
        };
        /** @description A reaction. */
        NewReaction: {
            /** @description `love` or a character; null takes the reaction back. */
            reaction?: string | null;
        };
        /** @description An answer to write. */
        NewReply: {
            /** @description The words. */
            text: string;
        };
        /** @description A browser's subscription, as its `PushSubscription` gives it, and what its person wants to be told of. */
        NewSubscription: components["schemas"]["Subscription"] & {
            /** @description What to tell of; everything, without its words, if it is left out. */
            prefs?: components["schemas"]["Prefs"];
        };
        /** @description An account that was not connected. */
        NotConnected: {
            /** @description Meta's id. */
            page_id: string;
            /** @description `INSTAGRAM` or `FACEBOOK`. */
            platform: string;
            /** @description Why, and what to do. */
            reason: string;
        };
        /** @description A private note on a chat. It is never sent. */
        Note: {
            /** @description Who wrote it, in full. */
            author: components["schemas"]["User"];
            /** @description Who wrote it. */
            author_id: components["schemas"]["UserId"];
            /** @description On which chat. */
            chat_id: components["schemas"]["ChatId"];
            /** @description When. */
            created_at: components["schemas"]["Timestamp"];
            /** @description Our id. */
            id: components["schemas"]["NoteId"];
            /** @description What they wrote. */
            text: string;
        };
        /**
         * Format: uuid
         * @description Our id of a private note.
         */
        NoteId: string;
        /** @description Which browser. */
        OldSubscription: {
            /** @description The endpoint of its subscription. */
            endpoint: string;
        };
        /** @description A job, for the operator's list. */
        OutboxJob: {
            /** @description Whose. */
            account_id: string | null;
            /**
             * Format: int64
             * @description Tries so far.
             */
            attempt: number;
            /** @description When it was written. */
            created_at: components["schemas"]["Timestamp"];
            /** @description Our id. */
            id: components["schemas"]["JobId"];
            /**
             * @description `send`, `mark_seen`, `conversion`, `fetch_` with `profile`, `message`, `post`, `mention` or `comment`, `sample_account`,
             *     `find_stories`, `sample_story` or `template_status`.
             */
            kind: string;
            /** @description Why it waits or failed. */
            last_error: string | null;
            /** @description When it is tried next. */
            run_at: components["schemas"]["Timestamp"];
            /** @description `ready`, `running`, `waiting` (the answer was lost), `failed` or `done`. */
            state: string;
            /** @description What it is about: a message, a chat, a conversion or Meta's id. */
            subject: string;
            /** @description When it last changed. */
            updated_at: components["schemas"]["Timestamp"];
        };
        /** @description What is to be different; what is left out stays. */
        PersonChange: {
            /** @description Address to log in with. */
            email?: string | null;
            /** @description Whether they can log in. */
            is_active?: boolean | null;
            /** @description Display name. */
            name?: string | null;
            role?: components["schemas"]["Role"] | null;
        };
        /** @description One platform's part. */
        PlatformRow: {
            /**
             * Format: int64
             * @description Chats in which anything was said.
             */
            chats: number;
            /**
             * Format: int64
             * @description First answers.
             */
            first_answers: number;
            /**
             * Format: int64
             * @description What customers wrote.
             */
            inbound: number;
            /**
             * Format: int64
             * @description Half of these took at most so long.
             */
            median_first_answer_seconds: number | null;
            /**
             * Format: int64
             * @description What was answered.
             */
            outbound: number;
            /** @description Which. */
            platform: string;
        };
        /** @description One point of a series. */
        Point: {
            /** @description The end of the day that it is about. Meta's days are those of the US Pacific coast. */
            at: components["schemas"]["Timestamp"];
            /**
             * Format: double
             * @description The figure.
             */
            value: number;
        };
        /** @description What a person wants to be told of on one device. */
        Prefs: {
            /**
             * @description Only chats that are assigned to them.
             * @default false
             */
            only_mine: boolean;
            /**
             * Format: int32
             * @description Nothing is told from this minute of the day on …
             * @default null
             */
            quiet_from: number | null;
            /**
             * Format: int32
             * @description … up to this one, which may be on the next day.
             * @default null
             */
            quiet_to: number | null;
            /**
             * @description The words of the message. Without it, only that somebody has written.
             * @default false
             */
            show_text: boolean;
            /**
             * @description The zone whose day that is, by IANA's name; `UTC` if it is empty.
             * @default
             */
            tz: string;
        };
        /** @description A private reply that Meta took. */
        PrivateReplySent: {
            chat_id: components["schemas"]["ChatId"] | null;
            /** @description The comment. */
            comment_id: string;
            /** @description Meta's id of the message. */
            graph_message_id: string | null;
            message_id: components["schemas"]["MessageId"] | null;
            /** @description Always `sent`. */
            status: string;
            /** @description Always true. */
            success: boolean;
        };
        /** @description The body of every error (`application/problem+json`). */
        Problem: {
            /** @description Stable word for programs. */
            code: string;
            /** @description What happened and what to do, one plain sentence that can be shown to an agent. */
            detail: string;
            /** @description The fields that are wrong (422 only). */
            errors?: components["schemas"]["FieldError"][] | null;
            reply_window?: components["schemas"]["ReplyWindow"] | null;
            /**
             * Format: int32
             * @description HTTP status.
             */
            status: number;
            /** @description The kind of problem, in a few words. */
            title: string;
            /** @description A page about this kind of problem. */
            type: string;
        };
        /** @description What a page needs to know before anybody is logged in. */
        PublicConfig: {
            /** @description The ready-made people, in mock mode. */
            demo_users: components["schemas"]["DemoUser"][];
            /** @description Whether the app has Meta's Human Agent feature. */
            human_agent: boolean;
            /** @description `mock` or `real`. */
            mode: string;
            /** @description Deliveries are not checked: for debugging only. */
            signature_check_off: boolean;
            /** @description Whether people may sign up. */
            signup: boolean;
            /** @description The simulator's phone page, in mock mode. */
            simulator_url: string | null;
            /** @description Where Meta sends deliveries to. */
            webhook_url: string | null;
        };
        /** @description What a browser needs to subscribe. */
        PushKey: {
            /** @description Our public key (`applicationServerKey`): a point of P-256, uncompressed, base64url. */
            public_key: string;
        };
        /** @description An answer to choose. */
        QuickReply: {
            /** @description What comes back as the payload of the customer's message, at most 1,000 characters. */
            payload: string;
            /** @description What stands on it, at most 20 characters. */
            title: string;
        };
        /** @description A reaction on a message. */
        Reaction: {
            /** @description When. */
            at: components["schemas"]["Timestamp"];
            /** @description The character, if Meta sent one. */
            emoji: string | null;
            /** @description Who. */
            from: components["schemas"]["Side"];
            /** @description Meta's word for it. */
            reaction: string;
        };
        /** @description Which parts are ready. */
        Ready: {
            /** @description Deliveries are taken. */
            intake: boolean;
            /** @description The simulator answers (mock mode; null in real mode). */
            simulator: boolean | null;
            /** @description `ready` or `not_ready`. */
            status: string;
            /** @description The database takes writes. */
            store: boolean;
            /** @description What the operator should know. */
            warnings: string[];
        };
        /** @description The answer to every delivery that is kept. */
        Received: {
            /** @description Always `received`. */
            status: string;
        };
        /** @description Where a customer came from: an ad, a link, a shop (platform notes §1.6 and §1.7). */
        Referral: {
            /** @description The ad. */
            ad_id: string | null;
            /** @description Its title. */
            ad_title: string | null;
            /** @description Its picture; ends after some days. */
            photo_url: string | null;
            /** @description The post behind the ad. */
            post_id: string | null;
            /** @description The product of a shop. */
            product_id: string | null;
            /** @description The link's or the ad's own word. */
            ref: string | null;
            /** @description Meta's word for the way: `ADS`, `SHORTLINK`, `IGME-SOURCE-LINK`, … */
            source: string | null;
            /** @description Meta's word for what it was: `OPEN_THREAD`, or what the person agreed to. */
            type: string | null;
            /** @description Its video; ends after some days. */
            video_url: string | null;
        };
        /** @description A delivery is in line again. */
        Replayed: {
            /** @description Which. */
            delivery_id: components["schemas"]["DeliveryId"];
            /** @description Always true. */
            success: boolean;
        };
        /** @description What a message answers. */
        ReplyTo: {
            message_id: components["schemas"]["MessageId"] | null;
            meta_message_id: components["schemas"]["Mid"] | null;
            story: components["schemas"]["Story"] | null;
        };
        /** @description The window and when its present state ends. */
        ReplyWindow: {
            closes_at: components["schemas"]["Timestamp"] | null;
            /** @description Whether the customer may be answered. */
            state: components["schemas"]["WindowState"];
        };
        /** @description What a team did in a period. */
        Report: {
            /** @description By person, most messages first. */
            by_agent: components["schemas"]["AgentRow"][];
            /** @description By hour of the week, where anything came. */
            by_hour: components["schemas"]["HourVolume"][];
            /** @description By platform. */
            by_platform: components["schemas"]["PlatformRow"][];
            /** @description How long customers waited. */
            first_answer: components["schemas"]["Answers"];
            /** @description How long the work took. */
            resolution: components["schemas"]["Resolutions"];
            /** @description The beginning of the period. */
            since: components["schemas"]["Timestamp"];
            /** @description Its end, which is not part of it. */
            until: components["schemas"]["Timestamp"];
            /** @description By day, each day of the period. */
            volume: components["schemas"]["DayVolume"][];
        };
        /** @description How long the work took. */
        Resolutions: {
            /**
             * Format: int64
             * @description How many chats were done.
             */
            count: number;
            /**
             * Format: int64
             * @description Half of them took at most so long.
             */
            median_seconds: number | null;
            /**
             * Format: int64
             * @description Nine of ten took at most so long.
             */
            p90_seconds: number | null;
        };
        /** @description What a retry needs to know. */
        Retry: {
            /** @description For a message whose outcome is unknown: the person accepts that the customer may get it twice. */
            confirm_unknown?: boolean;
        };
        /** @description What a retry needs to know. */
        RetryEvent: {
            /** @description For an event in doubt: the person accepts that Meta may count it twice. */
            confirm_unknown?: boolean;
        };
        /** @description Nothing has to be said. */
        RetryJob: Record<string, unknown>;
        /** @description What goes with a message. One of them: Meta takes no two at once. */
        Rich: {
            /** @enum {string} */
            kind: "quick_replies";
            /** @description At most 13. */
            replies: components["schemas"]["QuickReply"][];
        } | {
            /** @description One to three. */
            buttons: components["schemas"]["Button"][];
            /** @enum {string} */
            kind: "buttons";
        } | {
            /** @description At most ten. */
            cards: components["schemas"]["Card"][];
            /** @enum {string} */
            kind: "cards";
        };
        /**
         * @description What a person may do.
         * @enum {string}
         */
        Role: "admin" | "agent";
        /** @description Why a message was not sent, as stored and on the wire. */
        SendFailure: {
            /** @description Stable word. */
            code: string;
            /** @description What happened, one sentence. */
            detail: string;
            /**
             * Format: int64
             * @description Meta's code, if it gave one.
             */
            meta_code: number | null;
            /** @description What Meta says of it, in its own words and often in the language of the account's owner. */
            meta_message: string | null;
            /**
             * Format: int64
             * @description Meta's subcode, if it gave one.
             */
            meta_subcode: number | null;
            /** @description What to do. */
            remedy: string;
            /** @description Whether a retry by hand makes sense as it is. */
            retryable: boolean;
        };
        /**
         * @description A file that can be sent.
         * @enum {string}
         */
        SendKind: "image" | "video" | "audio" | "file";
        /** @description To whom, and with what. */
        SendTemplate: {
            /** @description Where. */
            chat_id: components["schemas"]["ChatId"];
            /** @description The values: texts, numbers or truth values. `username` and `platform` are known without them. */
            variables?: {
                [key: string]: string;
            };
        };
        /**
         * @description Who wrote a message.
         * @enum {string}
         */
        Sender: "agent" | "instagram_user" | "facebook_user";
        /** @description The first message of a post and the others of its group. */
        SentMessage: components["schemas"]["Message"] & {
            /** @description The others that were posted with it. */
            also: components["schemas"]["Message"][];
        };
        /**
         * Format: uuid
         * @description Our id of a login.
         */
        SessionId: string;
        /** @description The customer sees the dots, or does not. */
        Shown: {
            /** @description Whether Meta was told: not while the customer may not be written to. */
            shown: boolean;
        };
        /**
         * @description Which side reacted.
         * @enum {string}
         */
        Side: "customer" | "business";
        /** @description Somebody who signs up. Whatever else they send, they become an agent. */
        SignUp: {
            /**
             * @description Address to log in with, in any case.
             * @example grace@example.com
             */
            email: string;
            /**
             * @description Display name, 1 to 100 characters.
             * @example Grace
             */
            name: string;
            /** @description Their password. */
            password: string;
        };
        /** @description Meta's form. */
        SignedForm: {
            /** @description `base64url(signature).base64url(JSON)`, signed with the app's secret. */
            signed_request: string;
        };
        /** @description A customer's message. */
        Simulate: {
            /** @description Which chat. */
            chat_id?: string | null;
            /** @description What the customer writes. */
            message?: string | null;
        };
        /** @description A customer has written. */
        Simulated: {
            /** @description The message as it was stored. */
            message: components["schemas"]["Message"];
            /** @description Always true. */
            success: boolean;
        };
        /** @description The figures of the top bar. */
        Stats: {
            /**
             * Format: int64
             * @description Agents that can log in.
             */
            active_agents: number;
            /**
             * Format: int64
             * @description Of these, with an agent.
             */
            assigned_chats: number;
            /**
             * Format: int64
             * @description Of the chats, on Messenger.
             */
            facebook_chats: number;
            /**
             * Format: int64
             * @description Of the chats, on Instagram.
             */
            instagram_chats: number;
            /**
             * Format: int64
             * @description Chats that whoever asks may see.
             */
            total_chats: number;
            /**
             * Format: int64
             * @description Messages in them.
             */
            total_messages: number;
            /**
             * Format: int64
             * @description Of these, without one.
             */
            unassigned_chats: number;
        };
        /** @description A story. */
        Story: {
            /** @description Meta's media id. */
            id: string | null;
            /** @description The link sticker that was pressed. */
            link_sticker_url: string | null;
            /** @description Where it is shown; ends with the story. */
            url: string | null;
        };
        /** @description For which Page, and with which examples. */
        SubmitTemplate: {
            /** @description An example of each variable, for Meta's reviewers; its name in words if it is left out. */
            examples?: {
                [key: string]: string;
            };
            /** @description Meta's id of the Page; the default one if it is left out. */
            page_id?: string | null;
        };
        /** @description What a browser gave us to write to it. */
        Subscription: {
            /** @description The push service's address for this browser. */
            endpoint: string;
            /** @description What its notices are encrypted for. */
            keys: components["schemas"]["Keys"];
        };
        /** @description A text that is sent again and again. */
        Template: {
            /** @description A word to sort by. */
            category: string;
            /** @description The text, with variables like `{username}`. */
            content: string;
            /** @description When. */
            created_at: components["schemas"]["Timestamp"];
            created_by: components["schemas"]["UserId"] | null;
            /** @description Our id. */
            id: components["schemas"]["TemplateId"];
            /** @description Whether Meta has approved the text as it stands now. */
            is_meta_approved: boolean;
            /** @description Its language, as Meta writes it: `en_US`. */
            language: string;
            /** @description Why Meta refuses it, in Meta's words. */
            meta_reason: string | null;
            /** @description Ours for the newest handing in. */
            meta_submission_id: string | null;
            /** @description Meta's word for its state (`PENDING`, `APPROVED`, `REJECTED`, …), or `UNKNOWN` while Meta's answer is lost. */
            meta_submission_status: string | null;
            /** @description Meta's id, once it was handed in. */
            meta_template_id: string | null;
            /** @description What people call it. */
            name: string;
            /** @description `INSTAGRAM` or `FACEBOOK`: where it is sent. */
            platform: string;
            /** @description When it last changed. */
            updated_at: components["schemas"]["Timestamp"];
            /** @description The variables of the text, in the order of their first use. */
            variables: string[];
        };
        /**
         * Format: uuid
         * @description Our id of a template.
         */
        TemplateId: string;
        /**
         * Format: date-time
         * @description RFC 3339 in UTC with `Z`.
         */
        Timestamp: string;
        /** @description What to change; what is left out stays. */
        UpdateTemplate: {
            /** @description A word to sort by. */
            category?: string | null;
            /** @description The text. Meta's approval is for the text that was handed in, and for no other. */
            content?: string | null;
            /** @description Its language, as Meta writes it. */
            language?: string | null;
            /** @description What people call it. */
            name?: string | null;
            /** @description `INSTAGRAM` or `FACEBOOK`. */
            platform?: string | null;
        };
        /** @description A file that can be sent. */
        Upload: {
            /** @description Its type, by its bytes. */
            mime: string;
            /** @description Its name, if it has one. */
            name: string | null;
            /** @description A small picture of it. */
            preview_url: string | null;
            /**
             * Format: int64
             * @description Bytes.
             */
            size: number;
            /** @description What it is sent as, unless the message says otherwise. */
            type: components["schemas"]["SendKind"];
            /** @description Names it in `attachments` of a message. */
            upload_id: components["schemas"]["FileId"];
            /** @description Where its author sees it. */
            url: string;
        };
        /** @description The form. */
        UploadForm: {
            /**
             * Format: binary
             * @description The file.
             */
            file: string;
        };
        /** @description A person who works here. */
        User: {
            /** @description When they were added. */
            created_at: components["schemas"]["Timestamp"];
            /** @description Address they log in with. */
            email: string;
            /** @description Our id. */
            id: components["schemas"]["UserId"];
            /** @description Whether they can log in. */
            is_active: boolean;
            /** @description Display name. */
            name: string;
            /** @description What they may do. */
            role: components["schemas"]["Role"];
        };
        /**
         * Format: uuid
         * @description Our id of a person who works here.
         */
        UserId: string;
        /** @description One walk through the conversations of an account. */
        Walk: {
            /** @description When it began. */
            began_at: components["schemas"]["Timestamp"];
            /**
             * Format: int64
             * @description Conversations looked at.
             */
            conversations: number;
            /**
             * Format: int64
             * @description Messages from before the account was connected that were added.
             */
            imported: number;
            /**
             * Format: int64
             * @description Messages that Meta names and no longer gives.
             */
            lost: number;
            /**
             * Format: int64
             * @description Messages compared.
             */
            messages: number;
            /**
             * Format: int64
             * @description Messages that should have come by themselves and were added.
             */
            recovered: number;
            /** @description Everything that Meta shows was read, not only what moved since the walk before. */
            whole: boolean;
        };
        /**
         * @description Whether the customer may be answered.
         * @enum {string}
         */
        WindowState: "open" | "human_agent" | "closed" | "unknown";
        /** @description Whose work it was. */
        Worker: {
            /** @description Our id. */
            id: components["schemas"]["UserId"];
            /** @description Their name. */
            name: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
