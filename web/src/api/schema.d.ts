// Generated from openapi.json by `npm run api`.

export interface paths {
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
                        "application/json": components["schemas"]["PublicConfig"];
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
                        "application/json": components["schemas"]["LoggedIn"];
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
                        "application/json": components["schemas"]["User"];
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
                    /** @description With this label. */
                    label?: string;
                    /** @description Whose name or messages contain this. */
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
                        "application/json": components["schemas"]["AssignedChat"];
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
                /** @description A field is of the wrong type. */
                422: {
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
                /** @description `idempotency_mismatch`: the key was used with another body. */
                409: {
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
                        "application/json": components["schemas"]["Message"];
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
                /** @description A field is of the wrong type. */
                422: {
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
            };
        };
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
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Accounts, newest first. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
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
            };
        };
        put?: never;
        /** Connects an account, or takes one up again with its history. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Connect"];
                };
            };
            responses: {
                /** @description Connected; what had come for it before is applied now. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["InstagramAccount"];
                    };
                };
                /** @description `Instagram account already connected`, or it could not be verified. */
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
                /** @description A field is missing or not valid. */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Real mode does not connect accounts here yet; use `INSTAGRAM_PAGE_ID`. */
                501: {
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
                /** @description Its token is destroyed. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
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
            };
        };
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
                /** @description The simulator did not answer. */
                502: {
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
                        "application/json": components["schemas"]["Simulated"];
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
                /** @description A field is missing or not valid. */
                422: {
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
            };
        };
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
    "/api/users/agents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The people of role agent, by name. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Agents. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
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
        /** @description The process runs. */
        Alive: {
            /** @description Always `ok`. */
            status: string;
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
            mime?: string | null;
            /** @description File name. */
            name?: string | null;
            /** @description A smaller picture of it. */
            preview_url?: string | null;
            /**
             * Format: int64
             * @description Bytes.
             */
            size?: number | null;
            /** @description Whether it can be shown. */
            state: components["schemas"]["AttachmentState"];
            /** @description Caption or title. */
            title?: string | null;
            /** @description `image`, `video`, `audio`, `file`, `share`, `story_mention`, `ephemeral`, `template`, `location` or `unknown`. */
            type: string;
            /** @description Where it is. */
            url?: string | null;
        };
        /**
         * @description Whether the media of an attachment can be shown.
         * @enum {string}
         */
        AttachmentState: "ready" | "fetching" | "expired" | "withheld" | "failed";
        /** @description One customer's thread with one account. */
        Chat: {
            assigned_agent?: components["schemas"]["User"] | null;
            assigned_to?: components["schemas"]["UserId"] | null;
            /** @description Earliest event of the thread. */
            created_at: components["schemas"]["Timestamp"];
            /** @description Meta's id of the business's account, on both platforms. */
            facebook_page_id: components["schemas"]["ExternalId"];
            /** @description Our id. */
            id: components["schemas"]["ChatId"];
            /** @description The customer's scoped id, on both platforms. */
            instagram_user_id: components["schemas"]["CustomerId"];
            /** @description Labels, sorted. */
            labels: string[];
            last_incoming_at?: components["schemas"]["Timestamp"] | null;
            /** @description The newest line, `""` if none. */
            last_message: string;
            last_outgoing_at?: components["schemas"]["Timestamp"] | null;
            /** @description `INSTAGRAM` or `FACEBOOK`. */
            platform: string;
            /** @description Picture. */
            profile_pic_url?: string | null;
            /** @description How long an answer is allowed. */
            reply_window: components["schemas"]["ReplyWindow"];
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
        /** @description An account to connect. */
        Connect: {
            /** @description A token that may speak for it. It is sealed, and never shown again. */
            access_token: string;
            /** @description The Instagram account's id. */
            page_id: string;
            /** @description Its handle; found out or made up if missing. */
            username?: string | null;
        };
        /** @description Meta's id of the customer, scoped to the account; opaque. */
        CustomerId: string;
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
            account_id?: string | null;
            /** @description The chat it ended in. */
            chat_id?: string | null;
            /**
             * Format: int64
             * @description Position in the delivery.
             */
            index: number;
            /** @description The field or key that names the kind. */
            kind: string;
            /** @description The message it ended in. */
            message_id?: string | null;
            /** @description `applied`, `duplicate`, `parked`, `quarantined`, `unsupported`, `deferred` or `test`. */
            outcome: string;
            /** @description `INSTAGRAM` or `FACEBOOK`. */
            platform?: string | null;
            /** @description Why, where that is not plain. */
            reason?: string | null;
        };
        /**
         * @description What the wire shows of a message's way (contract §1).
         * @enum {string}
         */
        DeliveryStatus: "received" | "queued" | "sending" | "sent" | "delivered" | "read" | "failed" | "unknown";
        /** @description A delivery, for the operator's list. */
        DeliverySummary: {
            applied_at?: components["schemas"]["Timestamp"] | null;
            /**
             * Format: uuid
             * @description Our id.
             */
            id: string;
            /** @description What became of each element. */
            items: components["schemas"]["DeliveryItem"][];
            /** @description Why it was quarantined. */
            reason?: string | null;
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
        /** @description Meta's id of the account; opaque. */
        ExternalId: string;
        /** @description One field that is wrong. */
        FieldError: {
            /** @description What is wrong with it. */
            message: string;
            /** @description Where, as a JSON pointer; `""` is the body as a whole. */
            pointer: string;
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
        /** @description A connected Instagram account. The token is never shown. */
        InstagramAccount: {
            /** @description When it was connected. */
            connected_at: components["schemas"]["Timestamp"];
            /** @description The Facebook Page behind it, if known. */
            facebook_page_id?: string | null;
            /** @description Our id. */
            id: components["schemas"]["AccountId"];
            last_webhook_at?: components["schemas"]["Timestamp"] | null;
            /** @description The Instagram professional account id, as webhooks carry it. */
            page_id: components["schemas"]["ExternalId"];
            /** @description Health: `active`, `expiring`, `reconnect` or `paused`. */
            status: string;
            /** @description Why, if not active. */
            status_reason?: string | null;
            token_expires_at?: components["schemas"]["Timestamp"] | null;
            /** @description Handle. */
            username: string;
        };
        /**
         * Format: uuid
         * @description Our id of a job.
         */
        JobId: string;
        /** @description A successful login. */
        LoggedIn: {
            /** @description Opaque; goes into the `Authorization` header. */
            access_token: string;
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
        /** @description A chat was read. */
        MarkedRead: {
            /** @description Which chat. */
            chat_id: components["schemas"]["ChatId"];
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
            deleted_at?: components["schemas"]["Timestamp"] | null;
            /** @description How far it has come. */
            delivery_status: components["schemas"]["DeliveryStatus"];
            /** @description `inbound` or `outbound`. */
            direction: string;
            edited_at?: components["schemas"]["Timestamp"] | null;
            error?: components["schemas"]["SendFailure"] | null;
            group_id?: components["schemas"]["GroupId"] | null;
            /** @description Our id. */
            id: components["schemas"]["MessageId"];
            /** @description What kind of bubble it is. */
            message_type: components["schemas"]["MessageType"];
            meta_message_id?: components["schemas"]["Mid"] | null;
            /** @description `INSTAGRAM` or `FACEBOOK`. */
            platform: string;
            /** @description Reactions on it. */
            reactions: components["schemas"]["Reaction"][];
            reply_to?: components["schemas"]["ReplyTo"] | null;
            /** @description Who wrote it. */
            sender: components["schemas"]["Sender"];
            sent_by?: components["schemas"]["UserId"] | null;
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
        /** @description A file to send. */
        NewAttachment: {
            /** @description What it is. */
            type: components["schemas"]["SendKind"];
            /** @description Where Meta can fetch it. */
            url: string;
        };
        /** @description A message to send. */
        NewMessage: {
            /** @description Files; each becomes a message of its own after the text. */
            attachments?: components["schemas"]["NewAttachment"][];
            /** @description The text. */
            content?: string;
            reply_to?: components["schemas"]["MessageId"] | null;
        };
        /** @description A job, for the operator's list. */
        OutboxJob: {
            /** @description Whose. */
            account_id?: string | null;
            /**
             * Format: int64
             * @description Tries so far.
             */
            attempt: number;
            /** @description When it was written. */
            created_at: components["schemas"]["Timestamp"];
            /** @description Our id. */
            id: components["schemas"]["JobId"];
            /** @description `send`, `fetch_profile`, `fetch_message` or `mark_seen`. */
            kind: string;
            /** @description Why it waits or failed. */
            last_error?: string | null;
            /** @description When it is tried next. */
            run_at: components["schemas"]["Timestamp"];
            /** @description `ready`, `running`, `waiting` (the answer was lost) or `failed`. */
            state: string;
            /** @description What it is about: a message, a chat or Meta's id. */
            subject: string;
            /** @description When it last changed. */
            updated_at: components["schemas"]["Timestamp"];
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
            simulator_url?: string | null;
            /** @description Where Meta sends deliveries to. */
            webhook_url?: string | null;
        };
        /** @description A reaction on a message. */
        Reaction: {
            /** @description When. */
            at: components["schemas"]["Timestamp"];
            /** @description The character, if Meta sent one. */
            emoji?: string | null;
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
            simulator?: boolean | null;
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
        /** @description A delivery is in line again. */
        Replayed: {
            /** @description Which. */
            delivery_id: components["schemas"]["DeliveryId"];
            /** @description Always true. */
            success: boolean;
        };
        /** @description What a message answers. */
        ReplyTo: {
            message_id?: components["schemas"]["MessageId"] | null;
            meta_message_id?: components["schemas"]["Mid"] | null;
            story?: components["schemas"]["Story"] | null;
        };
        /** @description The window and when its present state ends. */
        ReplyWindow: {
            closes_at?: components["schemas"]["Timestamp"] | null;
            /** @description Whether the customer may be answered. */
            state: components["schemas"]["WindowState"];
        };
        /** @description What a retry needs to know. */
        Retry: {
            /** @description For a message whose outcome is unknown: the person accepts that the customer may get it twice. */
            confirm_unknown?: boolean;
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
            meta_code?: number | null;
            /**
             * Format: int64
             * @description Meta's subcode, if it gave one.
             */
            meta_subcode?: number | null;
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
         * @description Which side reacted.
         * @enum {string}
         */
        Side: "customer" | "business";
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
            id?: string | null;
            /** @description The link sticker that was pressed. */
            link_sticker_url?: string | null;
            /** @description Where it is shown; ends with the story. */
            url?: string | null;
        };
        /**
         * Format: date-time
         * @description RFC 3339 in UTC with `Z`.
         */
        Timestamp: string;
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
        /**
         * @description Whether the customer may be answered.
         * @enum {string}
         */
        WindowState: "open" | "human_agent" | "closed" | "unknown";
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
